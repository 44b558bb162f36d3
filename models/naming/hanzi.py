"""What the characters of names tell, simplified: those of transcriptions, of given names, of words that begin like a surname.

In: characters. Out: sets of them; whether a name can be a Chinese one. One home for tables that many steps read.
"""

import re
from typing import Final

_ALWAYS: Final = frozenset(
    "丁乌乔亚什伊伦伯佐佩克兰兹内凯切列利加劳勒博卜卡卢史吉哈因坎坦埃基塔塞夏夫奇奈奥姆娜尔尤尼巴布希帕库廷弗彼德恩戈戴扎托拉斯施普曼朗查柯格梅森欧比沃沙法波泰泽洛滕潘特玛珀琼瑞瓦登皮盖科穆米索约纳"
    "维罗考耶肖肯艾苏若莎莫莱菲萨蒂蒙詹诺谢贝费赖赫辛达迈迪里锡阿霍顿马鲁麦默齐"
)
"""Of every set below."""
FOREIGN: Final = _ALWAYS | frozenset("图柏涅舍贾赛")
"""A name of these alone is a foreign one: 沙利文."""
BESIDE: Final = _ALWAYS | frozenset(
    "万丝丹代华南古吕图圣多威宁安密山康扬敦旺本杰林武汉汤海涅温热琳福胡舍舒荣莉西贾金门陶雅雷露韦魏黎"
)
"""A short name amid these is part of a longer one: 万斯 in 伊万斯."""
SOUNDS: Final = _ALWAYS | frozenset(
    "万丝丹丽代华南厄古吕哥图圣多奎妲姬威娄娅娣孔宁密山峨康彭得惠扬捷敦文旺曹杰林柏柔桑武毕汉汤洽派浩涅温烈热琳瑟福策绍绒缪胡舒芬英茨荣莉蒋蕊蕾裘裴贡贾采金陶雅雷露韦魏鲍黎黑"
)
"""A run of these is a transcription, without the characters that are most often something else."""
DOTTED: Final = _ALWAYS | frozenset(
    "丘丝丹丽亨休优佛保儒冈农努勃南厄古叶吕哲唐圣墨多夸奎妮妲威娃娅婷孔宁安宋宗密屈岑平庞康延弓弥彭得思恰惠扬提文旺易本朱杜杰松林根桑欣武毕毛汀汉汤汪津派海温灵烈热焦珊珍琪琳琴瑟甘申略碧祖祺福简素纽"
    "绍缪翁翠胡腾舍舒芒芬英茜茨荣莉葆蓓蓬蕾薇藤西诗豪贡赞连邓金门陶隆雅雪雷霞露韦鲍黑黛龙"
)
"""Behind a dot a name goes on as far as these do: 亨利·福特说."""

GIVEN: Final = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文辉力斌波宇浩凯健俊帆雪荣慧玲莉萍燕琳琴珍云凤洁婷雯欣怡倩颖佳晨晓春东海山峰岭峻岩林森松柏"
    "桐梓楠彬彪炳焕煜炜灿烨烁炎煌熙然鹏飞翔鸿鹤龙虎麟骏腾达远近志诚信义仁礼智勤俭忠孝贤良善德福禄寿喜庆祥瑞吉安宁康泰和顺利宏洪浩瀚江河湖泽润泉清源深"
    "淼涵沛沐沁波澜澄淳渊哲睿聪颖慧思学博文才艺彦彬雅儒毅坚刚强勇武威震雷霆宝珠玉琪琦琛瑜瑾璇璐珊瑶琼璞莹晶钰铭锋钢铁鑫锐钧锦锡银金少长小大世家传承继绍"
    "祖宗光耀辉亮朗晖昊昱晟晔晴暖旭旺昌盛兴隆茂荣繁嘉佳美妙娇婉婧嫣姗妍媛娅娥馨芬芸芝芷菲萌蕾薇蓉蓓莲菊萱薏艾茵荷莎韵诗语书画梦心念恩惠爱慈恒永久长元亨"
    "贞正直方圆中立成功业伟雄豪杰英俊逸轩昂子之以乐天地人越运稀池龄挺栋栩坤乾震巽年月星辰宸宵霄霖露雨霜冰寒冬夏秋启凯旋胜利捷迅航帆舟川培育树植耕根振奋"
    "鸣啸吟咏歌舞谦恭宽厚朴素纯真洁白丹青紫彤维新革民族群众友朋亚欧汉唐宋明景尚进先跃向前来望希冀盼望庭廷延召诏君臣卿士伯仲叔季友权衡石磊岳嵩华晋鲁粤湘鄂"
    "亦奕冠凌凝卉妤姿娣娴媚嫚嫦宜岚崇巍巧幼弈弘彩彭影徽忆怀恺悦惟愉慕懿旻昀昕昭曦曼杏杨枫柔桃桑桓榕樱欢殊毓沧洲津浦涌淇淑淦湛溥滢漪潇潮炫烈煊煦熠熹爽牧献玄玖玥珂琰瑛璟甜皓益眉睦知碧祎祺"
    "禧秉秦程穆童竹筠纹绣绮羽翎翠翰胤致舒舜艇芮芹若茉茗荃荔荻菁葆葵蔚蕊蕴虹衍诺谊豫轶辅邦郁钊钟铄铎铮锴镇镕闯隽雁霭韬颂颐飒馥驰骁骞骥魁鲜麒麓默"
)
"""Characters that given names are made of."""


def is_name(name: str) -> bool:
    """Whether what begins with a surname's character can be a Chinese person: 方面 is none, 沙利文 is foreign."""
    if (
        _WORDS.match(name)
        or name[1:] in ("先生", "女士", "小姐", "老师", "同学", "教授", "医生", "主任", "局长")
        or not is_given(name[-min(2, len(name) - 1) :])
    ):
        return False
    return not is_foreign(name)


def is_foreign(name: str) -> bool:
    """Whether all its characters are those of transcriptions alone: 沙利文."""
    return all(char in FOREIGN for char in name)


def is_given(name: str) -> bool:
    """Whether one or two characters can be a Chinese given name."""
    return _NOT_GIVEN.search(name) is None


_NOT_GIVEN: Final = re.compile(
    r"[的了在是和与及说称将被把也还都就曾已向对从为不这那其们个等更最很第几两三四五六七八十百给把后前内外上下里时吗呢吧啊包队部区市县镇街路院局工官处厅署所会社馆店厂山式场猫驼某桥]"
)
"""Characters that no given name has."""


_WORDS: Final = re.compile(
    r"^(?:许多|司机|白宫|欧盟|华盛|双方|安全|何时|高管|常委|时任|金融|成员|程序|应该|石油|方面|万科|国家|国际|国务|国防|国内|公司|有关|有人|"
    r"方[的报面法向案式便针]|法[院官]|海[事洋]|文[物旅]|乐手|索方|那么|相关|都|从|向|和|于|能|单位|任何|全体|全国|海关|海外|广大|文章|文中|易于|时间|东方|经理|经济|居民|温度|水|家长|古|后来|后者|查|通报|边|连|终|满|"
    r"平台|平均|安排|项目|干部|应|成都|武汉|江苏|云南|湖|党中|车主|包括|左右|宣|祖|政|解|毕竟|强调|习惯|明确|贝|路透|令|管理|"
    r"别|游客|关|关于|支持|支|宗|解放|井|老师|苏宁|农民|农业|巴|沃|计|空|公|权|益|商|年|爱|言|福|肖像|代|代表|展|区|尧|报道|报告|"
    r"周[一二三四五六日末]|家属|有[媒分网消业学专报人的批观评]|专家|记者|人|我|他|她|它|您|你|这|该|一|两|多|各|某|本|新|老|大|小|中|上|下|前|不|没|也|还|又|再|就|才|只)"
)
"""Words that begin with a surname's character."""
