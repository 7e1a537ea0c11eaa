"""What a web page or a sharing site put around and into the plan: left out of the reading, never out of the text."""

import re
from dataclasses import dataclass
from itertools import pairwise

from campaigns.plans.source import Block, Source

SHARING_SITE = re.compile(r"由会员分享|珍藏版\)|页珍藏版|在线阅读,更多相关")
_NOISE = re.compile(
    r"小编(为|给|整理|精心)|供大家(参考|阅读)|欢迎(大家)?(阅读|借鉴|下载)|阅读全文|您需要先登[陆录]|扫一扫|微信公众号"
    r"|下载本文|点击(数|量|率|查看)|^浏览(次数|量)?:|^(来源|作者|责任编辑|编辑|发布(时间|日期|机构)|信息来源|字号|字体)\s*:"
    r"|^(分享(到)?:?|打印(本页)?|关闭(窗口)?|返回(顶部|列表)?|上一[篇页条]:?.*|下一[篇页条]:?.*|相关(内容|阅读|文章|专题|推荐)"
    r"|热门推荐|本周热门|本月热门|联系客服|网站地图|版权所有.*|收藏|评论|点赞|目\s*录|\(?此件公开发布\)?)\s*[|:]?$"
    r"|^详见.{1,12}(网|报)$|^.{0,8}报?(本报)?记者.{2,8}$|广告|加载(中|更多)|^https?://|^www\."
)
_PAGE_NUMBER = re.compile(r"^\s*([-—－_·]+\s*\d{1,4}\s*[-—－_·]+|第\s*\d+\s*页(\s*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4})\s*$")
_CONTENTS_LINE = re.compile(r"(\.{4,}|…{2,}|·{4,})\s*\d{1,4}\s*$|\t\d{1,4}\s*$")

_PAGE_MARK = re.compile(r"\s*(\d{1,3})、")
_OPEN_END = re.compile(r"[^。;:!?)\]》”\s]")
_FRESH_LINE = re.compile(r"\s*([一二三四五六七八九十]+[、是要]|\([一二三四五六七八九十\d]+\)|\d+[.、]|[①-⑳]|第.{1,3}[章条]|[^,。]{2,8}:|附件)")


def is_noise(folded_line: str) -> bool:
    """A line that belongs to the page around the plan: advertisement, page number, line of a table of contents."""
    line = folded_line.strip()
    if _PAGE_NUMBER.match(line) or _CONTENTS_LINE.search(line):
        return True
    return len(line) <= 80 and bool(_NOISE.search(line))


@dataclass(frozen=True)
class Reading:
    """What the rules read: ``folded`` has the length of the source text; noise, wraps and tables are blanked out.

    Tables are read cell by cell from ``source``; their words must not run into the prose around them.
    """

    source: Source
    folded: str
    blocks: tuple[Block, ...]

    def words(self, start: int, end: int) -> str:
        """The words of the source, without the line ends and page marks that cut them."""
        if "\n" not in self.source.text[start:end]:
            return self.source.text[start:end].strip()
        kept = (c for c, f in zip(self.source.text[start:end], self.folded[start:end], strict=True) if f == c or f > " ")
        return "".join(kept).replace("\n", "").strip()


def clean(source: Source) -> Reading:
    """Leave out the lines of the page around the plan; mend page cuts and hard-wrapped lines."""
    kept: list[Block] = []
    blanks: list[tuple[int, int]] = []
    cuts: set[int] = set()  # positions in ``kept`` that go on with the block before them
    paged, page = False, 1
    for block in source.blocks:
        line = source.folded[block.start : block.end]
        if block.is_table:
            kept.append(block)
            blanks.append((block.start, block.end))
        elif SHARING_SITE.search(line):
            paged = True
            blanks.append((block.start, block.end))
        elif paged and (mark := _PAGE_MARK.match(line)) and int(mark.group(1)) == page:
            # A sharing site numbers its pages 1、 2、 … at the head of the line; they are not items of the plan.
            blanks.append((block.start, block.start + mark.end()))
            if page > 1:
                cuts.add(len(kept))
            kept.append(Block(block.start + mark.end(), block.end, block.heading))
            page += 1
        elif is_noise(line):
            blanks.append((block.start, block.end))
        else:
            kept.append(block)
    cuts |= _wraps(source.folded, kept)
    merged: list[Block] = []
    for position, block in enumerate(kept):
        if position in cuts and merged and not merged[-1].is_table:
            blanks.append((merged[-1].end, block.start))
            merged[-1] = Block(merged[-1].start, block.end, merged[-1].heading)
        else:
            merged.append(block)
    return Reading(source, _blank(source.folded, sorted(blanks)), tuple(merged))


def _wraps(folded: str, blocks: list[Block]) -> set[int]:
    """Blocks that only a fixed line width cut from the one before: several open lines of nearly the same length."""
    lines = [b for b in blocks if not b.is_table]
    open_lines = sorted(b.end - b.start for b in lines if b.end - b.start >= 18 and _OPEN_END.search(folded, b.end - 1, b.end))
    if len(open_lines) < 4 or open_lines[-1] > 60 or open_lines[-1] - open_lines[len(open_lines) // 4] > 6:
        return set()
    width = open_lines[-1]
    return {
        position + 1
        for position, (this, following) in enumerate(pairwise(blocks))
        if not this.is_table
        and not following.is_table
        and this.end - this.start >= width - 6
        and _OPEN_END.search(folded, this.end - 1, this.end)
        and not _FRESH_LINE.match(folded, following.start, following.end)
    }


def _blank(folded: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [folded[at:start], " " * (end - start)]
            at = end
    return "".join([*parts, folded[at:]])
