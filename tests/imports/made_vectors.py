"""The small parts of importing, each alone: HTML to Markdown, front matter, times. Written by hand."""

import json

from tests.imports.casing import Json, Plain, moment

HTML: dict[str, tuple[str, str]] = {
    "nothing": ("", ""),
    "only-space": ("<p> \n </p><p>&nbsp;</p><div></div>", ""),
    "paragraphs": ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    "loose-text": ("One<p>Two</p>Three", "One\n\nTwo\n\nThree"),
    "boxes": (
        "<div>One<div>Two</div></div><section><article>Three</article></section>",
        "One\n\nTwo\n\nThree",
    ),
    "spaces": ("<p>  a \t\n b&nbsp;&nbsp;c <span> d</span></p>", "a b c d"),
    "breaks": ("<p>a<br>b <br> c<br></p><p><br>d<br><br>e</p>", "a\\\nb\\\nc\n\nd\\\n\\\ne"),
    "headings": ("<h1>One</h1><h3>Three<br>lines</h3><h6></h6>", "# One\n\n### Three lines"),
    "emphasis": (
        "<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <s>e</s> <del>f</del> <strike>g</strike>",
        "**a** **b** *c* *d* ~~e~~ ~~f~~ ~~g~~",
    ),
    "emphasis-nested": ("<b>a <i>b</i></b>", "**a *b***"),
    "emphasis-twice": ("<b>a <strong>b</strong></b>", "**a b**"),
    "emphasis-spaces": ("a<b> b </b>c<i>  </i>d", "a **b** c d"),
    "emphasis-empty": ("a<b></b>b<em><br></em>c", "ab\\\nc"),
    "emphasis-of-blocks": ("<b>a<p>b</p></b>", "**a**\n\nb"),
    "code": (
        "<p><code>f(*x)</code> <code>a`b</code> <code>`</code> <code></code></p>",
        "`f(*x)` ``a`b`` `` ` ``",
    ),
    "pre": ("<pre>\na  *b*\n\n<b>c</b></pre>", "```\na  *b*\n\nc\n```"),
    "pre-fence": ("<pre><code>```\nx</code></pre>", "````\n```\nx\n````"),
    "quote": ("<blockquote><p>a</p><p>b<br>c</p></blockquote>", "> a\n>\n> b\\\n> c"),
    "quote-empty": ("<blockquote> </blockquote>", ""),
    "rule": ("a<hr>b", "a\n\n---\n\nb"),
    "list": ("<ul><li>a<li><p>b</p><li></ul>", "- a\n- b\n-"),
    "list-numbers": (
        "<ol><li>a</li><li>b</li></ol><ol start=9><li>c</li><li>d</li></ol>",
        "1. a\n2. b\n\n9. c\n10. d",
    ),
    "list-start-odd": ("<ol start=-3><li>a</li></ol><ol start=x><li>b</li></ol>", "1. a\n\n1. b"),
    "list-nested": ("<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d"),
    "list-blocks": (
        "<ol><li><p>a</p><p>b</p><pre>c\nd</pre></li></ol>",
        "1. a\n\n   b\n\n   ```\n   c\n   d\n   ```",
    ),
    "list-without-items": ("<ul>a<ul><li>b</ul></ul>", "- a\n- - b"),
    "item-without-list": ("<li>a<li>b", "a\n\nb"),
    "checks": (
        "<ul><li><input type=checkbox checked> a<li><input type=CHECKBOX>b</ul><input type=checkbox>c",
        "- [x] a\n- [ ] b\n\nc",
    ),
    "links": (
        '<a href="https://e.org/a_b?c=(d)">a <b>b</b></a> <a href="HTTP://x">c</a> <a href="mailto:a@b">d</a>',
        "[a **b**](<https://e.org/a_b?c=(d)>) [c](<HTTP://x>) [d](<mailto:a@b>)",
    ),
    "links-odd": (
        (
            '<a href="javascript:x">a</a> <a>b</a> <a href="/c">c</a> <a href="https://x"></a>'
            '<a href=" https://a<b>\\c d ">e</a>'
        ),
        "a b c [e](<https://a%3Cb%3E%5Cc%20d>)",
    ),
    "link-of-blocks": ('<a href="https://x"><div>a</div><div>b</div></a>', "[a b](<https://x>)"),
    "media": (
        (
            '<img src="../r/a%20b.jpeg?x#y" alt=no><img alt="a [b]">'
            '<audio src=c.m4a>x</audio><video><source src=d/e.mp4></video><img src="data:x/y"><img>'
        ),
        "[media: a b.jpeg][media: a _b_][media: c.m4a][media: e.mp4][media: img][media: img]",
    ),
    "table": (
        "<table><caption>T</caption><tr><th>a<th>b<tr><td><p>c</p><p>d</p><td><br></table>",
        "T\\\na | b\\\nc d | ",
    ),
    "nothing-of-it": (
        "a<script>b</script><style>c</style><template>d</template><noscript>e</noscript><title>f</title>g<!-- h -->",
        "ag",
    ),
    "anything-else": (
        "<x-y>a</x-y><font color=red>b</font><button>c</button><dl><dt>d<dd>e</dl>",
        "abc\n\nd\n\ne",
    ),
    "escapes": (
        "<p>\\ ` * _ [a] &lt;b> ~c~ &amp;amp; & a_b _a</p>",
        "\\\\ \\` \\* \\_ \\[a\\] \\<b> \\~c\\~ \\&amp; & a_b \\_a",
    ),
    "escapes-at-start": (
        "<p># a<br>- b<br>+ c<br>= d<br>| e<br>> f<br>1. g<br>23) h<br>4 i<p>a # b - c 1. d",
        "\\# a\\\n\\- b\\\n\\+ c\\\n\\= d\\\n\\| e\\\n\\> f\\\n1\\. g\\\n23\\) h\\\n4 i\n\na # b - c 1. d",
    ),
    "entities": ("&lt;p&gt; &eacute; &#x1F600; &bogus; &nbsp;x", "\\<p> é 😀 \\&bogus; x"),
    "broken": ("<p>a<b>b<p>c</b>d</i><div></span>e", "a**b**\n\n**c**d\n\ne"),
    "attributes": ('<p onclick="x" style="display:none">a</p>', "a"),
    "normal-form": ("<p>e<b>\u0301</b>x</p>", "e**\u0301**x"),
}
LOST: dict[str, tuple[str, str]] = {
    "deep": ("<div>" * 101 + "a<p>b</p><script>c</script>*" + "</div>" * 101, "ab\\*"),
    "svg": ("a<svg><text>b</text></svg>", "a"),
    "math": ("a<math><mi>b</mi></math>", "a"),
    "iframe": ("a<iframe src=x>b</iframe>", "a"),
    "object": ("a<object data=x><p>b</p></object>", "a"),
}
NOT_LOST: dict[str, tuple[str, str]] = {
    "as-deep-as-may-be": ("<div>" * 99 + "<p>a</p>b" + "</div>" * 99, "a\n\nb"),
}
FRONT_MATTER: dict[str, tuple[str, Json | None, str]] = {
    "none": ("text", None, "text"),
    "plain": ("---\na: b\nB: c d \n---\ntext", {"a": "b", "b": "c d"}, "text"),
    "end-of-file": ("---\na: b\n---", {"a": "b"}, ""),
    "empty": ("---\n---\ntext", {}, "text"),
    "not-closed": ("---\na: b\n", None, "---\na: b\n"),
    "not-first": ("\n---\na: b\n---\n", None, "\n---\na: b\n---\n"),
    "longer-line": ("----\na: b\n---\n", None, "----\na: b\n---\n"),
    "spaces-after": ("---  \na: b\n--- \t\nx", {"a": "b"}, "x"),
    "dots": ("---\na: b\n...\nx\n---\ny", {"a": "b"}, "x\n---\ny"),
    "comment-after-quotes": ('---\na: "b"  # c\nd: [e]\t # f\n---\n', {"a": "b", "d": ["e"]}, ""),
    "comments": ("---\n# a\na: b # c\nd: e#f\ng: #h\n---\n", {"a": "b", "d": "e#f", "g": ""}, ""),
    "quotes": (
        '---\na: "b: \\"c\\" \\u00e9 \\n # d"\ne: \'it\'\'s\' # f\ng: ""\n---\n',
        {"a": 'b: "c" é \n # d', "e": "it's", "g": ""},
        "",
    ),
    "quotes-broken": ('---\na: "b\nc: \'d\ne: "f" g\nh: "\\q"\ni: j\n---\n', {"i": "j"}, ""),
    "keys-in-quotes": ("---\n\"a b\": c\n'd': e\n---\n", {"a b": "c", "d": "e"}, ""),
    "colons": ("---\na: b:c\nd:e\nf: http://x\n: g\n---\n", {"a": "b:c", "f": "http://x"}, ""),
    "words-are-text": (
        "---\na: true\nb: 12\nc: null\nd: ~\ne: 2024-03-01\n---\n",
        {"a": "true", "b": "12", "c": "null", "d": "~", "e": "2024-03-01"},
        "",
    ),
    "flow-list": (
        "---\na: [b, \"c, d\", 'e', ] # f\ng: []\nh: [ i ]\n---\n",
        {"a": ["b", "c, d", "e"], "g": [], "h": ["i"]},
        "",
    ),
    "flow-list-broken": (
        "---\na: [b, [c]]\nd: [e\nf: [g] h\ni: {j: k}\nl: [{m: n}]\no: p\n---\n",
        {"o": "p"},
        "",
    ),
    "block-list": (
        "---\na:\n- b\n-  \"c\"\nd:\n  - e # f\n\n  - 'g'\nh: i\n---\n",
        {"a": ["b", "c"], "d": ["e", "g"], "h": "i"},
        "",
    ),
    "block-list-of-more": (
        "---\na:\n  - b: c\n    d: e\n  - [f]\n  - - g\n  -\n  - h\ni: j\n---\n",
        {"a": ["h"], "i": "j"},
        "",
    ),
    "nested": ("---\na:\n  b: c\n  d:\n    - e\nf: g\n---\n", {"f": "g"}, ""),
    "literal": ("---\na: |\n  b\n   c\n\n  d\ne: f\n---\n", {"a": "b\n c\n\nd", "e": "f"}, ""),
    "literal-signs": (
        "---\na: |-\n  b\nc: |+2\n  d\n\ne: >-\n  f\n  g\n\n  h\n---\n",
        {"a": "b", "c": "d", "e": "f g\nh"},
        "",
    ),
    "continued": ("---\na: b\n  c\nd: e\n---\n", {"d": "e"}, ""),
    "tags-and-anchors": (
        "---\na: !!str b\nc: &d e\nf: *d\n<<: *d\n!x y: z\n&k l: m\nn: %o\np: @q\nr: `s`\nt: u\n---\n",
        {"t": "u"},
        "",
    ),
    "twice": ("---\na: b\nA: c\n---\n", {"a": "b"}, ""),
    "tabs": ("---\na: b\n\tc: d\ne:\tf\n---\n", {"a": "b", "e": "f"}, ""),
    "not-yaml": ("---\njust words\n---\nx", None, "---\njust words\n---\nx"),
    "ruler": (
        "---\n\nA text between rulers\n\n---\nx",
        None,
        "---\n\nA text between rulers\n\n---\nx",
    ),
}
TIMES: dict[str, tuple[str, str, Plain]] = {
    "zulu": ("2021-03-03T11:48:50Z", "Europe/Berlin", "2021-03-03T11:48:50Z"),
    "zulu-apart": ("2021-05-01 16:40:00 Z", "Europe/Berlin", "2021-05-01T16:40:00Z"),
    "offset": ("2021-03-03T11:48+01:30", "Europe/Berlin", "2021-03-03T10:18:00Z"),
    "offset-short": ("2021-03-03 11:48:50-05", "Europe/Berlin", "2021-03-03T16:48:50Z"),
    "offset-plain": ("2021-03-03 11:48:50+0530", "Europe/Berlin", "2021-03-03T06:18:50Z"),
    "local": ("2021-03-03 11:48", "Europe/Berlin", "2021-03-03T10:48:00Z"),
    "local-summer": ("2021-07-03T11:48:50", "Europe/Berlin", "2021-07-03T09:48:50Z"),
    "local-far": ("2021-03-03 11:48", "Australia/Lord_Howe", "2021-03-03T00:48:00Z"),
    "local-half-hour": ("2021-07-03 11:48", "Australia/Lord_Howe", "2021-07-03T01:18:00Z"),
    "gap": ("2024-03-31 02:30", "Europe/Berlin", "2024-03-31T00:30:00Z"),
    "gap-end": ("2024-03-31 03:00", "Europe/Berlin", "2024-03-31T01:00:00Z"),
    "gap-west": ("2024-03-10 02:30", "America/New_York", "2024-03-10T06:30:00Z"),
    "twice": ("2024-10-27 02:30", "Europe/Berlin", "2024-10-27T00:30:00Z"),
    "twice-end": ("2024-10-27 03:00", "Europe/Berlin", "2024-10-27T02:00:00Z"),
    "twice-west": ("2024-11-03 01:30", "America/New_York", "2024-11-03T05:30:00Z"),
    "day-left-out": ("2011-12-30 10:00", "Pacific/Apia", "2011-12-29T20:00:00Z"),
    "fraction": ("2021-03-03T11:48:50.1239999Z", "Europe/Berlin", "2021-03-03T11:48:50.123Z"),
    "fraction-of-tenths": ("2021-03-03T11:48:50.5Z", "Europe/Berlin", "2021-03-03T11:48:50.5Z"),
    "old": ("1000-01-01T00:00:00Z", "Europe/Berlin", "1000-01-01T00:00:00Z"),
    "before-1970": ("1969-12-31T23:59:59.9Z", "Europe/Berlin", "1969-12-31T23:59:59.9Z"),
    "last": ("9999-12-31T23:59:59Z", "Europe/Berlin", "9999-12-31T23:59:59Z"),
    "spaces": (" 2021-03-03 11:48 ", "Europe/Berlin", "2021-03-03T10:48:00Z"),
    "leap": ("2024-02-29T00:00:00Z", "Europe/Berlin", "2024-02-29T00:00:00Z"),
    "day": ("2021-03-03", "Europe/Berlin", {"day": "2021-03-03"}),
    "no-leap": ("2023-02-29", "Europe/Berlin", None),
    "day-of-1970": ("1970-01-01", "Europe/Berlin", {"day": "1970-01-01"}),
    "epoch": ("1970-01-01T00:00:00Z", "Europe/Berlin", None),
    "epoch-elsewhere": ("1970-01-01T01:00:00+01:00", "Europe/Berlin", None),
    "too-old": ("0999-12-31T23:59:59Z", "Europe/Berlin", None),
    "too-old-day": ("0999-12-31", "Europe/Berlin", None),
    "out-of-years": ("9999-12-31T23:59:59-01:00", "Europe/Berlin", None),
    "hour": ("2021-03-03 24:00", "Europe/Berlin", {"day": "2021-03-03"}),
    "minute": ("2021-03-03 10:60", "Europe/Berlin", {"day": "2021-03-03"}),
    "second": ("2021-03-03 10:59:60", "Europe/Berlin", {"day": "2021-03-03"}),
    "offset-too-far": ("2021-03-03 10:00+24:00", "Europe/Berlin", {"day": "2021-03-03"}),
    "one-digit": ("2021-3-3", "Europe/Berlin", None),
    "month": ("2021-13-01T10:00:00Z", "Europe/Berlin", None),
    "words": ("3 March 2021", "Europe/Berlin", None),
    "words-after": ("2021-03-03 about noon", "Europe/Berlin", None),
    "other-digits": ("२०२१-०३-०३", "Europe/Berlin", None),
    "empty": ("", "Europe/Berlin", None),
}


def vectors() -> dict[str, list[Json]]:
    """The vectors of each part, by the name of its file."""
    lost = {**dict.fromkeys((*HTML, *NOT_LOST), False), **dict.fromkeys(LOST, True)}
    pages = {**HTML, **NOT_LOST, **LOST}
    return {
        "html": [
            {"name": name, "html": html, "markdown": text, "is_lost": lost[name]}
            for name, (html, text) in pages.items()
        ],
        "front_matter": [
            {"name": name, "text": text, "keys": keys, "body": body}
            for name, (text, keys, body) in FRONT_MATTER.items()
        ],
        "times": [
            {"name": name, "text": text, "zone": zone, "is": _told(told)}
            for name, (text, zone, told) in TIMES.items()
        ],
    }


def vector_bytes(rows: list[Json]) -> bytes:
    """A file of vectors, ASCII only."""
    return (json.dumps(rows, indent=1) + "\n").encode("ascii")


def _told(told: Plain) -> Plain:
    """A moment as UTC milliseconds, a day as it is, or null for no time."""
    return {"at": moment(told)} if isinstance(told, str) else told
