"""A made-up questionnaire with every kind of question and every kind of rule."""

from shoukei_app.domain import questionnaire as questionnaires

EVERY_KIND = questionnaires.from_data(
    {
        "id": "every_kind",
        "version": 1,
        "title": "あらゆる問いの調査票",
        "lead": "番号の順にお答えください。",
        "sections": [
            {
                "title": "はじめに",
                "questions": [
                    {"id": "has", "kind": "yes_no", "text": "跡を継ぐ方はいますか。", "short": "跡継ぎ"},
                    {
                        "id": "born",
                        "kind": "date",
                        "text": "その方はいつ生まれましたか。",
                        "short": "生年月日",
                        "minimum": 19200101,
                        "maximum": 20151231,
                        "base": {"on": "has", "any_of": [1]},
                    },
                    {
                        "id": "worries",
                        "kind": "multiple",
                        "text": "気になることはどれですか。",
                        "short": "気になること",
                        "limit": 2,
                        "choices": [
                            "資金繰り",
                            "人手",
                            "設備",
                            {"text": "その他", "other": True},
                            {"text": "何もない", "exclusive": True},
                        ],
                    },
                    {
                        "id": "founded",
                        "kind": "year",
                        "text": "店を開いたのはいつですか。",
                        "minimum": 1800,
                        "maximum": 2030,
                    },
                    {
                        "id": "seats",
                        "kind": "number",
                        "text": "席はいくつですか。",
                        "unit": "席",
                        "minimum": 0,
                        "maximum": 400,
                    },
                ],
            },
            {
                "title": "おわりに",
                "questions": [
                    {
                        "id": "rank",
                        "kind": "single",
                        "text": "いちばん近いものはどれですか。",
                        "short": "近いもの",
                        "choices": ["甲", "乙", "丙"],
                        "base": {"on": "seats", "at_least": 10},
                    },
                    {"id": "one", "kind": "yes_no", "text": "帳簿を付けている", "group": "それぞれお答えください。"},
                    {"id": "two", "kind": "yes_no", "text": "決算を見てもらう", "group": "それぞれお答えください。"},
                    {
                        "id": "why",
                        "kind": "single",
                        "text": "見てもらわない訳はどれですか。",
                        "short": "訳",
                        "choices": ["費用", "相手がいない", "要らない"],
                        "base": {"all": [{"on": "two", "any_of": [2]}, {"not": {"on": "worries", "any_of": [5]}}]},
                    },
                    {"id": "name", "kind": "text", "text": "屋号をお書きください。", "short": "屋号"},
                    {"id": "free", "kind": "text", "text": "ご自由にお書きください。", "short": "自由記入", "lines": 2},
                ],
            },
        ],
        "types": [
            {"code": "A", "name": "跡継ぎあり", "advice": "", "when": {"on": "has", "any_of": [1]}},
            {"code": "Z", "name": "判定不能", "advice": ""},
        ],
        "checks": [
            {
                "id": "young_founder",
                "sentence": "2010年以降に生まれた方が跡継ぎとありますが、店を開いたのは1900年以前です。",
                "questions": ["born", "founded"],
                "when": {"all": [{"on": "born", "at_least": 20100101}, {"on": "founded", "at_most": 1900}]},
            },
            {
                "id": "money_but_books",
                "sentence": "資金繰りが気になるとありますが、帳簿を付けていません。",
                "questions": ["worries", "one"],
                "when": {"all": [{"on": "worries", "all_of": [1]}, {"on": "one", "any_of": [2]}]},
            },
        ],
    }
)
