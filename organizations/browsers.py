"""What a browser calls itself, in two words that its owner recognises."""

BROWSERS = (
    ("wxwork", "企业微信"), ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Lark", "飞书"), ("QAX", "奇安信浏览器"),
    ("360SE", "360 浏览器"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("UOS", "UOS"), ("Kylin", "麒麟"), ("Linux", "Linux"),
)  # fmt: skip


def browser_words(user_agent: str) -> str:
    parts = [
        next((words for mark, words in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)
    ]  # the first that fits: the marks of the common ones stand in the others' names too
    return " · ".join(part for part in parts if part)
