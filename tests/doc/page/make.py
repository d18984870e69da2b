#!/usr/bin/env python3
"""Makes the PDF and OFD fixtures of this folder from one invented report.

Usage: python3 make.py; then pdftotext -bbox -enc UTF-8 report.pdf report.words
The report is laid out here, not by an office program, so that it holds on
purpose what page formats do to tables: a row cut by the page break without a
closing rule, doubled rules, a number wrapped in a narrow cell, vertical labels
of single characters, blank cells, rules inside form XObjects, thin rectangles.
report.values holds what was put in: seven values per row of table three
("-" for a blank), then the fifteen of table four.
"""
import zipfile, zlib

GROUPS = [("（三）不予公开", ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”",
          "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息",
          "7.属于行政执法案卷", "8.属于行政查询事项"]),
          ("（四）无法提供", ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作",
           "3.补正后申请内容仍不明确"]),
          ("（五）不予处理", ["1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物",
           "4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息"]),
          ("（六）其他处理", ["1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
           "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他"])]
X3 = [60, 78, 118, 270, 300, 330, 360, 390, 420, 446, 478]
ROW = 22
SIZE = 8


def value(r, c):
    if (r * 7 + c) % 11 == 5:
        return ""
    if r == 0 and c == 0:
        return "1724"
    return str((r * r * 5 + c * 13 + r) % 97)


def width(s):
    return sum(1 if ord(c) >= 0x1100 else 0.5 for c in s)


def wrap(s, room):
    lines, cur = [], ""
    for c in s:
        if width(cur + c) * SIZE > room:
            lines.append(cur)
            cur = ""
        cur += c
    return lines + [cur]


class Page:
    def __init__(self):
        self.text, self.rule = [], []

    def cell(self, x0, y0, x1, y1, lines, bottom=True, top=True):
        gap = (y1 - y0) / (len(lines) + 1) if lines else 0
        for i, s in enumerate(lines):
            if s:
                self.text.append(((x0 + x1 - width(s) * SIZE) / 2, y0 + gap * (i + 1) + 3, SIZE, s))
        self.rule += [(x0, y0, x0, y1), (x1, y0, x1, y1)]
        if top:
            self.rule.append((x0, y0, x1, y0))
        if bottom:
            self.rule.append((x0, y1, x1, y1))


def build():
    one, two, values = Page(), Page(), []
    t = one.text
    t.append((190, 60, 18, "示例市公安局2024年"))
    t.append((160, 86, 18, "政府信息公开工作年度报告"))
    t.append((84, 120, 12, "一、总体情况"))
    para = "本年度示例市公安局主动公开政府信息1136条，受理政府信息公开申请1724件，均在法定期限内答复，没有发生因信息公开引起的行政诉讼案件。"
    left, y = 84, 140
    while para:
        n = 1
        while n < len(para) and left + width(para[:n + 1]) * 12 <= 480:
            n += 1
        t.append((left, y, 12, para[:n]))
        para, left, y = para[n:], 60, y + 18
    t.append((84, y + 6, 12, "三、收到和处理政府信息公开申请情况"))
    y += 20
    h = ROW
    one.cell(X3[0], y, X3[3], y + 3 * h, ["（本列数据的勾稽关系为：第一项加第二项", "之和，等于第三项加第四项之和）"])
    one.cell(X3[3], y, X3[10], y + h, ["申请人情况"])
    one.cell(X3[3], y + h, X3[4], y + 3 * h, ["自然人"])
    one.cell(X3[4], y + h, X3[9], y + 2 * h, ["法人或其他组织"])
    for i, s in enumerate(["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]):
        one.cell(X3[4 + i], y + 2 * h, X3[5 + i], y + 3 * h, wrap(s, 28))
    one.cell(X3[9], y + h, X3[10], y + 3 * h, ["总计"])
    y += 3 * h
    rows = [("", "一、本年新收政府信息公开申请数量"), ("", "二、上年结转政府信息公开申请数量"),
            ("", "（一）予以公开"), ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    for g, items in GROUPS:
        rows += [(g, s) for s in items]
    rows += [("", "（七）总计"), ("", "四、结转下年度继续办理")]
    cut = 14  # this row is cut by the page break
    page, start, group_start = one, None, {}
    vertical = list("三、本年度办理结果")
    r0 = y + 2 * h
    for r, (g, label) in enumerate(rows):
        values.append([value(r, c) for c in range(7)])
        x = X3[0] if r in (0, 1, 24) else X3[2] if g else X3[1]
        lines = wrap(label, X3[3] - x - 4)
        cells = [[v] if v != "1724" else ["172", "4"] for v in values[-1]]
        if r == cut:
            page.cell(x, y, X3[3], y + h / 2, [lines[0]], bottom=False)
            for c in range(7):
                page.cell(X3[3 + c], y, X3[4 + c], y + h / 2, cells[c], bottom=False)
            page.cell(X3[0], r0, X3[1], y + h / 2, vertical[:5], bottom=False)
            page.cell(X3[1], group_start[g], X3[2], y + h / 2, wrap(g, 38), bottom=False)
            page, y = two, 60
            r0 = y
            page.cell(x, y, X3[3], y + h / 2, lines[1:], top=False)
            for c in range(7):
                page.cell(X3[3 + c], y, X3[4 + c], y + h / 2, [], top=False)
            group_start[g] = y
            y += h / 2
            continue
        if g:
            group_start.setdefault(g, y)
        page.cell(x, y, X3[3], y + h, lines)
        for c in range(7):
            page.cell(X3[3 + c], y, X3[4 + c], y + h, cells[c])
        y += h
        if g and rows[r + 1][0] != g:
            cut_group = g == rows[cut][0]
            page.cell(X3[1], group_start[g], X3[2], y, [] if cut_group else wrap(g, 38), top=not cut_group)
        if r == 23:
            page.cell(X3[0], r0, X3[1], y, vertical[5:], top=False)
    two.text.append((84, y + 24, 12, "四、政府信息公开行政复议、行政诉讼情况"))
    y += 36
    x4 = [60 + 28 * i for i in range(16)]
    two.cell(x4[0], y, x4[5], y + h, ["行政复议"])
    two.cell(x4[5], y, x4[15], y + h, ["行政诉讼"])
    two.cell(x4[5], y + h, x4[10], y + 2 * h, ["未经复议直接起诉"])
    two.cell(x4[10], y + h, x4[15], y + 2 * h, ["复议后起诉"])
    for i in range(15):
        s = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"][i % 5]
        two.cell(x4[i], y + (h if i < 5 else 2 * h), x4[i + 1], y + 3.5 * h, wrap(s, 20))
        two.cell(x4[i], y + 3.5 * h, x4[i + 1], y + 4.5 * h, [str(i * 3 % 8)])
    two.rule += [(x + 1.8, y0, x + 1.8, y1) for x, y0, x1, y1 in two.rule if x == x1 == x4[5]]
    values.append([str(i * 3 % 8) for i in range(15)])
    one.text.append((265, 815, 10, "— 1 —"))
    two.text.append((265, 815, 10, "— 2 —"))
    return [one, two], values


def pdf_content(p, form):
    text, rule = [], []
    for x, y, size, s in p.text:
        text.append("BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (size, x, 842 - y, s.encode("utf-16-be").hex()))
    for i, (x0, y0, x1, y1) in enumerate(p.rule):
        if i % 2:
            rule.append("%g %g m %g %g l S" % (x0, 842 - y0, x1, 842 - y1))
        else:
            rule.append("%g %g %g %g re f" % (x0 - .25, 842 - y1 - .25, x1 - x0 + .5, y1 - y0 + .5))
    if form:
        return "\n".join(text) + "\nq 1 0 0 1 10 20 cm /Fm1 Do Q\n", "\n".join(rule)
    return "\n".join(text + ["0.5 w"] + rule), ""


def write_pdf(pages, name):
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}

    def stream(n, head, data):
        z = zlib.compress(data.encode(), 9)
        objects[n] = b"<<" + head + b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(z) + z + b"\nendstream"

    objects[2] = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>/XObject<</Fm1 9 0 R>>>>>>"
    for i, p in enumerate(pages):
        objects[3 + i] = b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (7 + i)
        main, form = pdf_content(p, i == 1)
        stream(7 + i, b"", main)
        if form:
            stream(9, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[1 0 0 1 -10 -20]", "0.5 w\n" + form)
    objects[5] = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UCS2-H/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>"
    objects[6] = (b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
                  b"/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 10 0 R>>")
    objects[10] = (b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
                   b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>")
    objects[11] = b"<</Title<feff" + "示例市公安局年度报告".encode("utf-16-be").hex().encode() + b">>>"
    out, at = b"%PDF-1.4\n", {}
    for n in sorted(objects):
        at[n] = len(out)
        out += b"%d 0 obj\n" % n + objects[n] + b"\nendobj\n"
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at[n] for n in sorted(objects))
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 11 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    open(name, "wb").write(out)


def write_ofd(pages, name):
    mm = 25.4 / 72
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {"OFD.xml": '<ofd:OFD %s Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>%s</ofd:DocID>'
             '<ofd:Title>示例市公安局年度报告</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
             '</ofd:DocBody></ofd:OFD>' % (ns, "0" * 32),
             "Doc_0/Document.xml": '<ofd:Document %s><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
             '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="90" BaseLoc="/Doc_0/Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
             '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="2" '
             'BaseLoc="pages/page_1/content.xml"/></ofd:Pages></ofd:Document>' % ns,
             "Doc_0/Tpls/Tpl_0/Content.xml": '<ofd:Page %s><ofd:Content><ofd:Layer ID="91"><ofd:TextObject ID="92" '
             'Boundary="150 12 50 5" Size="3"><ofd:TextCode X="0" Y="3" DeltaX="g 8 3">示例市公安局年报稿</ofd:TextCode>'
             '</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>' % ns}
    for i, p in enumerate(pages):
        out = []
        for n, (x, y, size, s) in enumerate(p.text):
            step = [size * mm * (1 if ord(c) >= 0x1100 else .5) for c in s][:-1]
            delta = " ".join("%.3f" % v for v in step)
            if len(step) > 2 and len(set(step)) == 1:
                delta = "g %d %.3f" % (len(step), step[0])
            ctm, k = ("", size * mm) if n % 2 else (' CTM="%.4f 0 0 %.4f 0 0"' % (size * mm, size * mm), 1)
            if not n % 2:
                delta = " ".join("%.3f" % (v / size / mm) for v in step)
            delta = ' DeltaX="%s"' % delta if step else ""
            out.append('<ofd:TextObject ID="%d" Boundary="%.3f %.3f 100 %.3f" Font="3" Size="%.3f"%s><ofd:TextCode X="0" Y="%.3f"%s>%s'
                       '</ofd:TextCode></ofd:TextObject>' % (100 + n, x * mm, y * mm - size * mm, size * mm * 1.2, k, ctm, k, delta, s))
        for n, (x0, y0, x1, y1) in enumerate(p.rule):
            out.append('<ofd:PathObject ID="%d" Boundary="%.3f %.3f %.3f %.3f" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L %.3f %.3f'
                       '</ofd:AbbreviatedData></ofd:PathObject>' % (1000 + n, x0 * mm, y0 * mm, max(x1 - x0, 1) * mm,
                       max(y1 - y0, 1) * mm, (x1 - x0) * mm, (y1 - y0) * mm))
        parts["Doc_0/Pages/Page_%d/Content.xml" % i] = ('<ofd:Page %s><ofd:Template TemplateID="90"/><ofd:Content><ofd:Layer ID="3">%s'
                                                        '</ofd:Layer></ofd:Content></ofd:Page>' % (ns, "".join(out)))
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
        for part, xml in parts.items():
            z.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), head + xml, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    pages, values = build()
    write_pdf(pages, "report.pdf")
    write_ofd(pages, "report.ofd")
    with open("report.values", "w") as f:
        for row in values:
            f.write(" ".join(v or "-" for v in row) + "\n")
