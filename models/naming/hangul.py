"""Chinese personal and place names in Hangul, as the Korean press writes them: "习近平" -> "시진핑", "济宁" -> "지닝".

In: a bare name in simplified characters. Out: its Hangul by the Korean rule for Chinese words (외래어 표기법, table 5: by
sound, for people after 1911 and for places in use), or "" where it cannot be read. Never decides whether it is a name.
"""

from typing import Final

from models.naming import romanise

_INITIALS: Final = dict(
    zip(
        "zh ch sh b p m f d t n l g k h j q x r z c s".split(),
        "ㅈ ㅊ ㅅ ㅂ ㅍ ㅁ ㅍ ㄷ ㅌ ㄴ ㄹ ㄱ ㅋ ㅎ ㅈ ㅊ ㅅ ㄹ ㅉ ㅊ ㅆ".split(),
        strict=True,
    )
)
_ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS: Final = dict(
    zip(
        "a o e ai ei ao ou an en ang eng ong er i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ü üe üan ün".split(),
        "아 오 어 아이 에이 아오 어우 안 언 앙 엉 웅 얼 이 야 예 야오 유 옌 인 양 잉 융 우 와 워 와이 우이 완 운 왕 위 웨 위안 윈".split(),
        strict=True,
    )
)
_WHOLE: Final = {
    "yi": "이", "ya": "야", "ye": "예", "yao": "야오", "you": "유", "yan": "옌", "yin": "인", "yang": "양", "ying": "잉",
    "yong": "융", "yo": "요", "wu": "우", "wa": "와", "wo": "워", "wai": "와이", "wei": "웨이", "wan": "완", "wen": "원",
    "wang": "왕", "weng": "웡", "yu": "위", "yue": "웨", "yuan": "위안", "yun": "윈",
}  # fmt: skip
_AFTER_J: Final = {"야": "아", "예": "에", "유": "우", "옌": "엔", "양": "앙", "융": "웅"}
"""After ㅈ, ㅉ and ㅊ (rule 3): 장, 제, 주 and 젠, not 쟝, 졔, 쥬 and 졘."""


def chinese(name: str) -> str:
    """ "习近平" -> "시진핑"; a surname by its own reading (单 is 산). "" for what is not Han."""
    if not name or not all("\u4e00" <= char <= "\u9fff" for char in name):
        return ""
    return "".join(of_pinyin(said) for said in romanise.syllables(name))


def of_pinyin(pinyin: str) -> str:
    """One syllable: \"xu\" -> 쉬; \"\" where it is none."""
    if pinyin in _WHOLE:
        return _WHOLE[pinyin]
    initial = next((i for i in _INITIALS if pinyin.startswith(i)), "")
    final = pinyin[len(initial) :]
    onset = _INITIALS.get(initial, "ㅇ")
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        vowel = "으"
    else:
        if initial in ("j", "q", "x") and final.startswith("u"):
            final = "ü" + final[1:]
        elif final == "ue":  # lüe and nüe are often written so
            final = "üe"
        vowel = _FINALS.get(final, "")
    if not vowel:
        return ""
    if onset in "ㅈㅉㅊ" and vowel[0] in _AFTER_J:
        vowel = _AFTER_J[vowel[0]] + vowel[1:]
    rest = (ord(vowel[0]) - 0xAC00) % 588
    return chr(0xAC00 + _ONSETS.index(onset) * 588 + rest) + vowel[1:]
