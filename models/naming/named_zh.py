"""Chinese text -> the people it names once only, its firms, and the full form that a short one has.

In: text folded to simplified characters one for one, or as written where it says so. Out: names cut from that text. What
is a name is seen by what stands around it: an age, a title, a reporting verb. Knows no names beforehand.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from models.language import table

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤朴申权柳安尤裴河南文"
    "全奇池禹玉景吉车具廉宁纪"
)
"""Surnames of China and Korea, simplified."""
_SURNAME: Final = f"[{SURNAMES}常樊葛施霍翟盛牛鲁俞翁裘路岳梅蓝苗窦包左阮卓皮奉卞殷鞠甘项祝缪穆萧骆凌费尚舒单晏阎闵佟靳宫明表弼鲜独都]"
"""With rarer ones, where more than the surname shows a name."""
_BEFORE: Final = r"(?:(?<=[，。、；：“”「」\s的岁者员手工主友户民妻子亲人生家长师士妇农])|^)"
"""What stands before a name: a mark, 的, an age, or what people are called by."""
_AFTER: Final = (
    r"(?=说|表示|认为|指出|称|介绍|坦言|告诉|回忆|强调|补充|解释|提醒|预计|估计|估算|承认|批评|写道|宣布|透露|质疑|承诺|反驳|呼吁|"
    r"肯定|支持|怀疑|看法|的评价|希望|担心|对(?!手)|和(?:妻|丈|老)|今年\d|现年|，\d{1,2}岁|[（(]\d{1,2}岁|每[天年]|则|也|"
    r"曾|在|是|从|给|为|还|不|把|用|有|已|去年|带队|主持|出席|会见|前往)"
)
_NO_NAME: Final = re.compile(
    r"[的了是在和与及或也还就都被为将已说称对从向他她它们这那个些]|[部局会院司方员人队党团社报国市县省厂店行业界所处厅室站校馆台网商家企组线区岛州港"
    r"年月日时期点分元万亿倍次种类]$|公司|方面|计划|全部|全球|方案|任何|何时|于是|高兴|马上|万人|明年|都市|安全|安排|文件|文化|金融|金属|金额|"
    r"石油|江南|南部|河流|白天|周[一二三四五六日天末]|单位|成为|常常|左右|包括|包装|明确|明显|表示|表明|都会|都有|路面|路线|"
    r"[使尚采式费原可只算没载住并先税湾]$|^车|顾客|申请|车主|孙女|许久|付费|全市|安置|表决|车上|程师|"
    r"严重|严格|全面|全国|全体|高层|高管|高级|马路|项目|施工|费用|尚未|尚有|独立|鲜花|向来|任务|具体|具有|权利|许多|应当"
)


def no_name(word: str) -> bool:
    """Whether three characters that begin like a surname are part of other words."""
    return bool(_NO_NAME.search(word))


@cache
def _person() -> re.Pattern[str]:
    titles = "|".join(map(re.escape, sorted(table("zh").titles, key=len, reverse=True)))
    return re.compile(rf"(?:(?P<title>{titles})|{_BEFORE})(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}?){_AFTER}")


def people(folded: str) -> Iterator[tuple[int, int]]:
    """Where a person is named with all of the name: "护士邓璐", "罗俊峰今年29岁". Two characters need a title before them."""
    for found in _person().finditer(folded):
        name = found["name"]
        if (len(name) == 3 or found["title"]) and not _NO_NAME.search(name):
            yield found.span("name")


_FIRM_END: Final = (
    r"(?:电子|科技|汽车|航空|造船|集团|公司|新能源|能源|电池|半导体|芯片|视频|网络|娱乐|食品|乳业|超市|零售|商务|海运|航运|电信|银行|证券|"
    r"实验室|制药|生物|股份|控股|重工|化工|钢铁|软件|传媒|影业|出版社|机器人|造船厂|投资|保险|物流|光电|电器|服饰|餐饮|酒店)"
)
_FIRM: Final = re.compile(
    rf"(?:(?<=[，。；：、“”\s由])|^)(?P<name>[\u4e00-\u9fffA-Z]{{2,6}}?{_FIRM_END}(?:公司)?)", re.M
)
_NO_FIRM: Final = re.compile(
    r"^(?:这|那|该|其|本|各|多|两|三|一|几|某|全|每|外|此|国内|国际|当地|大型|民营|上市|在|由|从|向|与|对|为|以|被|把|据|而|但|和|"
    r"同|用|因|若|如|小型|新兴|老牌|整|目前|公司|双方|韩国(?:电|汽|航)|中国(?:电|汽|航))|[的了]"
)


_BODY_END: Final = r"(?:[部局厅委署院会社所处行党校队团台网报站]|公社|政府|中心|大学|警方|检方|当局|机构|组织|部门|联盟|俱乐部|官员|专家)"


@cache
def _agent() -> re.Pattern[str]:
    titles = "|".join(map(re.escape, table("zh").titles))
    return re.compile(
        rf"(?:{_FIRM_END}|{_BODY_END}|·[\u4e00-\u9fff]+|{titles}|(?:{titles}){_SURNAME}[\u4e00-\u9fff]{{1,2}})$"
    )


def may_speak(phrase: str) -> bool:
    """Whether `phrase` ends like a firm, a body, a title or a person with one."""
    return bool(_agent().search(phrase))


_KIN: Final = (
    "妻子|丈夫|母亲|父亲|儿子|女儿|长子|长女|哥哥|弟弟|姐姐|妹妹|学生|同事|前任|继任者|搭档|朋友|"
    "主妇|程序员|司机|老人|摊主|店主|农妇|牧户|护士"
)
"""What people are called by beside their name."""


@cache
def _name_last() -> re.Pattern[str]:
    before = "|".join(map(re.escape, table("zh").titles)) + f"|{_KIN}|[的家师员者长主]|^"
    return re.compile(rf"(?:·[\u4e00-\u9fff]+|[A-Z][a-z]+|(?:{before})(?P<name>{_SURNAME}[\u4e00-\u9fff]{{2}}))$")


def ends_in_name(phrase: str) -> bool:
    """Whether `phrase` ends in a person's name: "妻子史美京", "莉达·霍尔瓦特"."""
    found = _name_last().search(phrase)
    return found is not None and not (found["name"] and _NO_NAME.search(found["name"]))


def firms(folded: str) -> Iterator[tuple[int, int]]:
    """Where a clause begins with a firm, by what firms' names end in."""
    for found in _FIRM.finditer(folded):
        if not _NO_FIRM.search(found["name"]):
            yield found.span("name")


def company(phrase: str, read: str, parties: Sequence[str], title: str) -> str:
    """The firm that 公司 or 该公司 means where `read` ends: 该公司 the last one named, 公司 the one in the headline first."""
    named = [p for p in dict.fromkeys(parties) if re.search(_FIRM_END + "$", p) and p in read]
    if not phrase.startswith(("该", "这")) and (told := [p for p in named if p in title or head(p) in title]):
        return min(told, key=lambda p: title.find(head(p)))
    return max(named, key=read.rfind, default="")


def head(firm: str) -> str:
    """星河 of 星河汽车, as a headline has it."""
    short = re.sub(_FIRM_END + "$", "", firm)
    return short if len(short) > 1 else firm


_SHORT: Final = {
    "发改委": "发展和改革委员会", "发改局": "发展和改革局", "卫健委": "卫生健康委员会", "人社局": "人力资源和社会保障局",
    "人社部": "人力资源和社会保障部", "住建局": "住房和城乡建设局", "住建部": "住房和城乡建设部", "公积金中心": "住房公积金中心",
    "消委会": "消费者委员会", "消协": "消费者协会", "选管会": "选举管理委员会", "组委会": "组织委员会", "文旅局": "文化和旅游局",
    "文旅部": "文化和旅游部", "市监局": "市场监督管理局", "卫计委": "卫生和计划生育委员会", "国资委": "国有资产监督管理委员会",
    "纪委": "纪律检查委员会", "工信部": "工业和信息化部", "世卫组织": "世界卫生组织", "世贸组织": "世界贸易组织",
    "央视": "中央电视台", "发改部门": "发展和改革委员会",
}  # fmt: skip
"""Short names of offices and their long ones, mainland."""
_OPENS: Final = r"(?:(?<=[，。、；：“”「」\s据由向])|^)"


def full(phrase: str, text: str, parties: Sequence[str]) -> str:
    """The longer form of a body's name that `text` begins a clause with: "市交通局" is "青岚市交通局"; else `phrase`."""
    bare = re.sub(r"(?<=..)(?:方面|自己)$", "", phrase)
    place, core = (bare[:1], bare[1:]) if re.match(r"[市县省区郡州镇].{2}", bare) else ("", bare)
    for name in dict.fromkeys((core, _SHORT.get(core, ""))):
        if not name or (not place and name == core):
            continue
        if found := re.search(rf"{_OPENS}(?!{_CUT})[\u4e00-\u9fff]{{2,5}}{place}?{re.escape(name)}", text, re.M):
            return found.group()
    short = re.sub(r"(?<=..)公司$", "", bare)
    if short != phrase and len(short) > 1:
        longer = re.compile(rf"{re.escape(short)}[\u4e00-\u9fff]{{0,2}}(?:{_FIRM_END}|FC|队|俱乐部)")
        return next((p for p in parties if longer.fullmatch(p) and p not in (bare, phrase)), bare)
    return phrase


_CUT: Final = r"[\u4e00-\u9fff]{0,4}(?:[的了是在和与对由向据被]|表示|根据|通过)"
"""Inside of what is no name of a place."""
