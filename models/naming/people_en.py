"""English text -> the people and parties it names, by capitals, titles and what follows them.

In: the article's paragraphs. Out: `Names`. Knows no names beforehand.
"""

import re
from typing import Final

from models.language import table
from models.naming import described
from models.naming.roster import Names

_WORD: Final = (
    r"(?:(?:[A-Z]\.)+|(?:St|Mt|Ft|Mr|Mrs|Ms|Dr|Jr|Sr|Lt|Gen|Sen|Rep|Gov|Prof)\.|(?:(?:al|el|bin|ibn|ben)-)?"
    r"[A-Z][\w'’&-]*(?:\.[A-Z][\w'’&-]*)*)"
)
"""A capitalised word; a full stop belongs to it behind an initial or an abbreviation only."""
_NAME: Final = re.compile(
    _WORD + r"(?:(?: &)? (?:" + _WORD + r"|(?:of|de|da|van|von|der|den|del|bin|du|al|la|le|for)(?= [A-Z])))*"
)
OPENERS: Final = frozenset(
    "The A An In On At For From With After Before When While If As By But And Or So It He She They Last This "
    "That Its His "
    "Her Their One Two Three Since Until Under Over To Of No Not Now Then Yet Still What Why How Who Where All "
    "Some January February June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
PARTY: Final = re.compile(
    r"\b(?:University|Ministry|Bank|Group|Motors|Labs?|Inc|Corp|Office|Agency|Association|Party|Council|Police|"
    r"Commission|"
    r"Court|City|County|Province|Bureau|Institute|Center|Centre|Hospital|School|Securities|Electronics|Foods|"
    r"Energy|Airways|"
    r"Air|Airlines|Union|League|Network|Battery|Studio|Entertainment|Semiconductor|Technology|Pharma|Robotics|"
    r"Forum|House|"
    r"Museum|Foundation|Federation|Department|Committee|Company|Times|Post|News|Journal|Games|Cup|Street|Road|"
    r"River|Bay|"
    r"Radio|TV|BBC|Television|Channel|Press|Magazine|Gazette|Review|Championships?|Trophy|Stadium|Academy|Church|Trust|Palace|Video|"
    r"Films|Pictures|Records|Systems|Networks|Software|Telecom|Oil|Steel|Insurance|Capital|Partners|Holdings|Technologies|Airport|"
    r"Health|Media|International|Board|Republic|Territory|Korea|Zealand|Africa|Arabia|Kong|America|Europe|Asia|York|London|Koreans?|Americans?|Africans?|"
    r"Sea|Lake|Mountains?|Valley|Ocean|Gulf|Strait|Desert|Beach|Creek|Falls|Peninsula|Bridge|"
    r"Cloud|Shipbuilding|Shipping|Marine|Aerospace|Aviation|Polling|Analytics|Ventures|Industries|Logistics|Mart|Stores|Retail|"
    r"Mobile|Chemicals?|Solutions|Biotech|Therapeutics|Mining|Metals|Resources|Petroleum|Gas|Power|Electric|Water|Wireless|"
    r"Data|Brands|Brewing|Brewery|Breweries|Dairy|Farms|Theatre|Theater|Orchestra|Philharmonic|Alliance|Coalition|"
    r"Congress|Parliament|Assembly|Senate|Tribunal|Initiative|Opera|Ballet|Festival|Gallery|Library|Zoo|Aquarium|Hotels?|"
    r"Port|Island|Administration|Authority|Service|Services|Society|Club|Research|States|Kingdom|Union|AI|of)\b"
)
_ENDS: Final = {
    "hospital": ("hospital", "medical center", "medical centre", "clinic"),
    "school": ("school", "university", "college", "academy"),
    "airline": ("airline", "airlines", "airways", "air"),
    "carrier": ("airline", "airlines", "airways", "air"),
}
"""What "the hospital" may be called."""


def runs_of(text: str) -> list[str]:
    """Capitalised runs, sentence openers taken off."""
    runs = []
    for found in _NAME.finditer(text):
        words = found.group().rstrip(".,'’").split()
        while words and words[0] in OPENERS:
            words.pop(0)
        if words:
            runs.append(re.sub(r"['’]s?$", "", " ".join(words)))
    return runs


class EnglishNames(Names):
    def of(self, phrase: str) -> str:
        return _full(self, phrase)

    def described(self, phrase: str, text: str) -> str:
        titled = phrase.split()[-1:] and phrase.split()[-1] in table("en").titles
        found = described.find(text, phrase.lower() if titled else phrase)
        return self.of(found) if found else ""

    def looks_personal(self, name: str) -> bool:
        capital = re.fullmatch(r"(?:[A-Z][\w'’.-]+ ){1,3}[A-Z][\w'’.-]+", name)
        return bool(capital and not PARTY.search(name)) or name.split(" ")[-1] in table("en").titles

    def party(self, phrase: str, read: str) -> str:
        head = phrase.split()[-1].lower()
        ends: tuple[str, ...] = _ENDS.get(head, (head,))
        near = [p for p in self.parties if p in read and any(f" {end} " in f" {p.lower()} " for end in ends)]
        return max(reversed(near), key=self.parties.count, default="")


def find(body: str) -> Names:
    """All names of an English text."""
    names = EnglishNames("en")
    titles = table("en").titles
    for run in runs_of(body):
        words = _after_title(run.split(), titles)
        name = " ".join(words)
        if len(words) == 1 < len(run.split()) and words[0] not in titles and not PARTY.search(name):
            names.people.add(name)  # President Trump
        if len(words) < 2:
            continue
        if PARTY.search(name):
            if name not in names.parties:
                names.parties.append(name)
        else:
            names.people.add(name)
            names.full.setdefault(words[-1], name)
        names.full.setdefault(words[0], name)
    for found in _FIRM.finditer(body):
        name = next(name for name in found.groups() if name)
        if name in names.people:
            names.people.discard(name)
            names.firms.add(name)
            names.parties.append(name)
    for found in re.finditer(
        r"\b[A-Z][\w-]+(?: [A-Z][\w-]+){0,9}(?:['’]s)? (?:[a-z]+ ){0,3}(?:bureau|commission|ministry|office|agency|"
        r"council|association|union|department|center|authority|club|institute|bank)\b",
        body,
    ):
        if re.search(r" (?:to|said|says|told|that|by|with|from|at|in|is|was|has|the) ", found.group()):
            continue  # "According to the bureau"
        if found.group() not in names.parties and found.group().split()[0] not in OPENERS:
            names.parties.append(found.group())
    return names


_KINDS: Final = (
    r"(?:company|firm|maker|operator|developer|start-?up|carrier|airline|retailer|chain|bank|lender|group|agency|broadcaster|studio|"
    r"label|platform|service|publisher|insurer|pollster|manufacturer|automaker|carmaker|chipmaker|charity|builder|shipbuilder|"
    r"producer|brewer|supplier|brand|network|band|team|club|site|website|newspaper|magazine)"
)
_TWO: Final = r"([A-Z][\w'’&-]+(?: (?:& )?[A-Z][\w'’&-]+){1,3})"
_FIRM: Final = re.compile(
    rf"{_TWO}(?: said it (?:had|has|would|will|was|is)\b|, (?:an?|the) (?:[\w-]+ ){{0,3}}{_KINDS}(?=[,.]| "
    rf"(?:that|which|based|in|of|for|from|with)\b))|"
    rf"\b(?i:{_KINDS}) {_TWO}|(?:^|\. ){_TWO} [^.;“\"]*, it (?:said|says|added|announced|reported)\b",
    re.M,
)
"""Names that the article itself calls a firm, or "it"."""


def _after_title(words: list[str], titles: tuple[str, ...]) -> list[str]:
    """ "North Korean Foreign Minister Ri Yong Ho": what stands behind the last title."""
    last = max((i for i, word in enumerate(words) if word.rstrip(".") in titles), default=-1)
    if words[last + 1 : last + 2] == ["of"] and len(words) > last + 3:
        last += 2  # Secretary of State Mike Pompeo
    return words[last + 1 :] if last + 1 < len(words) else words


def _full(names: Names, phrase: str) -> str:
    titles = table("en").titles
    words = re.sub(r"['’]s?$", "", phrase).split()
    core = list(_after_title(words, titles))
    if core[-1:] == words[-1:] and core[-1] in titles:
        return phrase  # The President
    while core and core[0] in ("the", "The", "a", "A"):
        core.pop(0)
    if len(core) == 1:
        return names.full.get(core[0], " ".join(words))
    if " and " in phrase:
        return phrase
    runs = [run for run in runs_of(" ".join(core)) if run in names.people]
    if (
        runs and (len(core) <= 6 or phrase.endswith(runs[-1])) and f"{runs[-1]}'s" not in phrase.replace("’", "'")
    ):  # not "South Korea's defence ministry"
        return runs[-1]
    return " ".join(core) if core and core[0][0].isupper() else phrase
