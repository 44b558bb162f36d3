"""`Said`: what one sentence shows about its speaker, before it is known who that is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    phrase: str
    """The noun phrase as the sentence has it; "" for a bare pronoun or where the subject is left out."""
    kind: str
    """"named"; "she", "he" (English, Chinese); "person" (he, 그, 她, or no subject at all); "it"; "they" (Korean 이들); "stand-in" ("the
    company", "회사 측", "该公司"); "both" ("the two companies"); "paper" ("the report": its owner speaks); "opening" (a
    Korean nominative that may belong to what is told)."""
    cue: str = ""
    """The verb or source phrase that shows it."""
