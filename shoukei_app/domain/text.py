"""Reading Japanese text for comparison: matching and search keys, legal forms, characters that cannot be printed.

Nothing here is ever printed: NFKC changes U+FA1E, ㈱ and others, so letters are made from the text as written.
"""

import re
import unicodedata
from typing import Final

# 旧字体・異体字 and the form that stands for both, one pair of characters each. NFKC folds none of them (髙 﨑 邉 𠮷
# are characters of their own). Only forms of one and the same character: 斉 and 斎, 坂 and 阪 stay apart.
VARIANT_PAIRS: Final = """
亞亜 惡悪 壓圧 圍囲 爲為 醫医 壹壱 稻稲 飮飲 隱隠 營営 榮栄 衞衛 驛駅 悅悦 圓円 緣縁 艷艶 鹽塩 奧奥 應応 橫横 歐欧 毆殴
黃黄 溫温 穩穏 假仮 價価 畫画 畵画 會会 壞壊 懷懐 繪絵 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 勸勧 卷巻 寬寛 歡歓 罐缶 觀観 關関
陷陥 巖巌 顏顔 歸帰 氣気 龜亀 僞偽 戲戯 犧犠 舊旧 據拠 擧挙 虛虚 峽峡 挾挟 狹狭 敎教 强強 鄕郷 曉暁 區区 驅駆 駈駆 勳勲
薰薫 徑径 惠恵 揭掲 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 雞鶏 藝芸 缺欠 儉倹 劍剣 劔剣 劒剣 剱剣 釼剣 圈圏 檢検 權権 獻献
縣県 險険 顯顕 驗験 嚴厳 效効 廣広 恆恒 鑛鉱 礦鉱 號号 國国 囯国 圀国 黑黒 濟済 碎砕 齋斎 劑剤 櫻桜 册冊 雜雑 參参 慘惨
棧桟 蠶蚕 贊賛 讚讃 殘残 絲糸 齒歯 兒児 辭辞 濕湿 實実 舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 敍叙 奬奨
將将 燒焼 稱称 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 疊畳 穰穣 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 晉晋 眞真 盡尽 圖図 粹粋 醉酔
隨随 髓髄 數数 樞枢 聲声 靜静 齊斉 攝摂 竊窃 專専 戰戦 淺浅 潛潜 纖繊 纎繊 踐践 錢銭 禪禅 雙双 壯壮 搜捜 插挿 揷挿 爭争
總総 聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕 體体 躰体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団
彈弾 斷断 癡痴 遲遅 晝昼 蟲虫 鑄鋳 廳庁 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 鐡鉄 銕鉄 鉃鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬪闘
德徳 惪徳 獨独 讀読 屆届 繩縄 貳弐 惱悩 腦脳 廢廃 拜拝 賣売 麥麦 發発 髮髪 拔抜 蠻蛮 祕秘 濱浜 濵浜 甁瓶 拂払 佛仏 竝並
變変 邊辺 邉辺 辨弁 瓣弁 辯弁 舖舗 鋪舗 步歩 穗穂 寶宝 寳宝 豐豊 沒没 萬万 滿満 默黙 彌弥 藥薬 譯訳 豫予 餘余 與与 譽誉
搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 畧略 龍竜 兩両 獵猟 綠緑 壘塁 淚涙 勵励 禮礼 隸隷 靈霊 齡齢 曆暦 歷歴 戀恋 鍊錬 爐炉
勞労 樓楼 祿禄 錄録 灣湾 髙高 﨑崎 嵜崎 桒桑 舘館 嶋島 嶌島 隝島 冨富 冝宜 栁柳 桺柳 柗松 枩松 槗橋 𣘺橋 𠮷吉 𡈽土 圡土
邨村 埜野 壄野 峯峰 渕淵 渊淵 曾曽 檜桧 藪薮 籔薮 篭籠 鷗鴎 頸頚 塡填 剝剥 頰頬 𠮟叱 餠餅 麵麺 麪麺 噓嘘 俱倶 繫繋 蔣蒋
醬醤 簞箪 摑掴 瘦痩 禱祷 蠟蝋 瀆涜 攢攅 尓爾 蘆芦 峩峨 凜凛 晄晃 穐秋 龝秋 秌秋 靑青 淸清 舩船 楳梅 竃竈 礒磯 籏旗 翆翠
蘒萩 𦚰脇 吞呑 喆哲 啟啓 噐器 壷壺 塲場 夛多 奌点 廏厩 廐厩 彥彦 戶戸 户戸 旣既 昻昂 曻昇 杦杉 槇槙 每毎 瀨瀬 瑤瑶 產産
畄留 皋皐 礪砺 硏研 礙碍 禰祢 稅税 絕絶 緖緒 肈肇 脫脱 菴庵 蔴麻 蘓蘇 蠣蛎 蠅蝿 說説 邇迩 逹達 遙遥 郞郎 鄰隣 釡釜 鈎鉤
銳鋭 鐮鎌 閒間 閱閲 靱靭 韭韮 頴穎 驒騨 鰺鯵 鴈雁 鵝鵞 靍鶴 靏鶴 靎鶴 鸖鶴 鹼鹸 麴麹 鼡鼠 鑒鑑 豎竪 蘂蕊 諌諫 兔兎 巢巣
內内 卽即 廚厨 吳呉 咒呪 囘回 姸妍 姬姫 娛娯 尙尚 堯尭 屛屏 幷并 戾戻 晚晩 槪概 歲歳 冰氷 决決 况況 减減 凉涼 焰焔 煕熙
熈熙 牀床 狀状 甞嘗 皷鼓 盖蓋 禀稟 竸競 笋筍 簑蓑 緜綿 繡繍 羣群 艸草 莓苺 萊莱 乕虎 襃褒 霸覇 觧解 醱醗 鈆鉛 鍜鍛 閇閉
顚顛 飜翻 鶯鴬 ヶケ ヵカ ヰイ ヱエ
"""
_DASHES: Final = "-‐‑‒–—―−⁃﹣－─━"
_VARIATION_SELECTORS: Final = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))


def _folding() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(pair[0]): pair[1] for pair in VARIANT_PAIRS.split()}
    hiragana = range(0x3041, 0x3097)
    for code in hiragana:
        katakana = chr(code + 0x60)
        folded = table.get(ord(katakana))
        table[code] = katakana if folded is None else folded
    table.update(dict.fromkeys(map(ord, _DASHES), "-"))
    table[ord("ー")] = "-"
    for code in _VARIATION_SELECTORS:
        table[code] = None
    for blank in " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff":
        table[ord(blank)] = None
    return table


_FOLDING: Final = _folding()
_SEARCH_FOLDING: Final = {
    **_FOLDING,
    **dict.fromkeys(map(ord, _DASHES), None),
    ord("ー"): "ー",
    **dict.fromkeys(map(ord, "・.,、。「」『』()[]〔〕【】{}<>〈〉《》'\"’‘”“&/／!?~〜"), None),
}
_NAME_FOLDING: Final = {
    **_SEARCH_FOLDING,
    ord("ー"): None,  # registers write サ－ビス with a minus sign as often as サービス
    **dict(zip(map(ord, "ァィゥェォッャュョヮ"), "アイウエオツヤユヨワ", strict=True)),
    **dict(zip(map(ord, "ぁぃぅぇぉっゃゅょゎ"), "アイウエオツヤユヨワ", strict=True)),
    **dict.fromkeys(map(ord, ":;`´*#+=^_|\\·•･※★☆♪"), None),
}
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_JAPANESE: Final = r"\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff10-\uff5a"
# A dash or a kanji that an old system could not keep comes back as "?", always between other characters of the word.
_LOST = re.compile(rf"[\ufffd〓]|(?<=[0-9{_JAPANESE}])\?(?=[0-9{_JAPANESE}])")
_SUSPECT = re.compile("[?\ue000-\uf8ff\ufffd〓\U000f0000-\U0010fffd]")
_UNTIDY = re.compile(r"^\s|\s$|\s\s|[\t\r\n\f\v\u200b\ufeff]")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


def match_key(text: str) -> str:
    """`text` folded for comparing: NFKC, upper case, no blanks, one dash, katakana for hiragana, 新字体 for 旧字体."""
    return unicodedata.normalize("NFKC", text).upper().translate(_FOLDING)


def search_key(text: str) -> str:
    """`text` folded for searching: as `match_key`, without hyphens and punctuation (0267821234 finds 0267-82-1234)."""
    return unicodedata.normalize("NFKC", text).upper().translate(_SEARCH_FOLDING)


def name_key(text: str) -> str:
    """`text` folded for comparing names: as `search_key`, small kana as large ones (キャノン is キヤノン), no ー."""
    return unicodedata.normalize("NFKC", text).upper().translate(_NAME_FOLDING)


def unspaced(text: str) -> str:
    """A text of which neither width nor blanks matter: a name as typed, a heading, a slip's number."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def tidy(text: str) -> str:
    """`text` without outer blanks, and with one blank (the first; a space for a line break) where several stood."""
    if not _UNTIDY.search(text):
        return text
    return _BLANKS.sub(_first_blank, text.strip().strip("\u200b\ufeff").strip())


def _first_blank(blanks: re.Match[str]) -> str:
    visible = [blank for blank in blanks.group() if blank in " \u3000"]
    return visible[0] if visible else " "


def may_be_unprintable(text: str) -> bool:
    """Whether it is worth asking the next two of any part of `text`."""
    return _SUSPECT.search(text) is not None


def private_use_characters(text: str) -> str:
    """The private-use characters (外字, U+E000-F8FF and planes 15, 16) in `text`: no font of ours can print them."""
    return "" if text.isascii() else "".join(_PRIVATE_USE.findall(text))


def has_lost_character(text: str) -> bool:
    """Whether a character was lost on the way: U+FFFD, 〓, or a question mark inside a Japanese word or number."""
    return ("?" in text or not text.isascii()) and _LOST.search(text) is not None


# The form in full, then its abbreviations between brackets. Longer forms first: 医療法人社団 before 医療法人.
_LEGAL_FORMS: Final = """
株式会社 株|有限会社 有|合同会社 同|合資会社 資|合名会社 名|特定非営利活動法人 特非,NPO,非
認定特定非営利活動法人 認特非|公益社団法人 公社|公益財団法人 公財|一般社団法人 一社|一般財団法人 一財
社会福祉法人 社福,福|社会医療法人社団|社会医療法人財団|社会医療法人 社医|特定医療法人社団|特定医療法人財団
特定医療法人|医療法人社団 医社|医療法人財団 医財|医療法人 医|社団法人 社|財団法人 財|学校法人 学|準学校法人
宗教法人 宗|地方独立行政法人 地独|独立行政法人 独|国立大学法人|公立大学法人|国立研究開発法人|更生保護法人
農事組合法人 農|管理組合法人|投資法人|監査法人|税理士法人 税|弁護士法人 弁|司法書士法人 司|行政書士法人 行
社会保険労務士法人 労|土地家屋調査士法人|特許業務法人|弁理士法人|相互会社 相|有限責任事業組合|有限責任中間法人
職業訓練法人|企業組合 企|協業組合|事業協同組合|農業協同組合 農協|漁業協同組合 漁協|生活協同組合 生協|消費生活協同組合
水産加工業協同組合|森林組合|信用組合|協同組合連合会|協同組合 協|商工組合|商店街振興組合|生活衛生同業組合|特例有限会社
特殊会社
"""
_OTHER_SPELLINGS: Final = {
    "NPO法人": "特定非営利活動法人",
    "ＮＰＯ法人": "特定非営利活動法人",
    "認定NPO法人": "認定特定非営利活動法人",
    "認定ＮＰＯ法人": "認定特定非営利活動法人",
    "非営利活動法人": "特定非営利活動法人",
    "㈱": "株式会社",
    "㍿": "株式会社",
    "㈲": "有限会社",
    "㈾": "合資会社",
    "㈴": "合名会社",
    "㈳": "社団法人",
    "㈶": "財団法人",
    "㈻": "学校法人",
    "㈿": "協同組合",
    "株式會社": "株式会社",
    "有限會社": "有限会社",
    "合資會社": "合資会社",
    "合名會社": "合名会社",
}
# These say what the organisation is only at the end of its name: 信用組合○○ is no name.
_ONLY_AT_THE_END: Final = ("信用組合", "森林組合", "商店街振興組合", "生活衛生同業組合", "協同組合連合会", "商工組合")


def _spellings() -> dict[str, str]:
    forms = dict(_OTHER_SPELLINGS)
    for entry in _LEGAL_FORMS.replace("\n", "|").split("|"):
        if not entry:
            continue
        form, _, short = entry.partition(" ")
        forms[form] = form
        for word in filter(None, short.split(",")):
            for opening, closing in ("()", "（）", "(）", "（)", "〔〕", "[]", "［］"):
                forms[f"{opening}{word}{closing}"] = form
            forms[f"{word}）"] = forms[f"{word})"] = form  # the opening bracket was lost
    for word, form in (("ＮＰＯ", "特定非営利活動法人"),):
        forms[f"（{word}）"] = forms[f"({word})"] = form
    return forms


_SPELLINGS: Final = _spellings()
_LONGEST_FIRST: Final = sorted(_SPELLINGS, key=len, reverse=True)
_AT_FRONT = re.compile("|".join(re.escape(form) for form in _LONGEST_FIRST if form not in _ONLY_AT_THE_END))
_AT_END = re.compile("(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + ")$")
_FIRST_CHARACTERS: Final = frozenset(form[0] for form in _SPELLINGS)
_LAST_CHARACTERS: Final = frozenset(form[-1] for form in _SPELLINGS)


def strip_legal_form(name: str) -> tuple[str, str]:
    """The legal form of `name` in full ("" for none) and the name without it: "㈲山田商店" → ("有限会社", "山田商店").

    Looked for at the front, then at the end; a name that is nothing but a legal form is kept whole.
    """
    bare = name.strip()
    if not bare:
        return "", bare
    found = None
    if bare[0] in _FIRST_CHARACTERS and (found := _AT_FRONT.match(bare)):
        rest = bare[found.end() :].strip()
    if found is None and bare[-1] in _LAST_CHARACTERS and (found := _AT_END.search(bare)):
        rest = bare[: found.start()].strip()
    if found is None or not rest:
        return "", bare
    return _SPELLINGS[found.group()], rest
