#!/bin/bash
# Reports of the project, written by gongkai, sent through the programs agencies use (LibreOffice,
# pandoc, python3-docx, Chromium, WeasyPrint, pdftotext, iconv) and read back: every cell, the
# agency, the year, the sections and the errors that `check` finds must be those of the source.
# TAP on stdout.  A producer that is not installed is skipped.
#
# $GONGKAI       the program
# $GONGKAI_ROOT  the project's folder
set -u
export LC_ALL=C.UTF-8
: "${GONGKAI:?}" "${GONGKAI_ROOT:?}"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/src" "$work/out" "$work/facts" || exit 1
test_no=0
failed=0
sources="police culture old states"

# --- what is compared -------------------------------------------------------------------------

# What a report says, one fact per line: agency, year, cells and the numbers of its sections.
facts()
{
	"$GONGKAI" report read --json "$1" 2>"$work/stderr" | sed -E \
		-e 's/^.*"agency":("[^"]*"|null),"year":([0-9]+|null),.*"cells":\{([^}]*)\},"sections":\[(.*)\],"notes":.*$/\1\n\2\n\3\n\4/' |
		awk 'NR == 3 { gsub(/,/, "\n") }
			NR == 4 { n = split($0, part, "{\"no\":"); $0 = "sections"
				for (i = 2; i <= n; i++) $0 = $0 " " substr(part[i], 1, 1) }
			{ print }'
}

# The errors check finds: rule and cells.
errors()
{
	"$GONGKAI" report check --json "$1" 2>>"$work/stderr" |
		grep -oE '"rule":"[^"]*","severity":"error","cells":\[[^]]*\]' | sort
}

report()
{
	test_no=$((test_no + 1))
	if [ "$1" = 0 ]; then
		echo "ok $test_no - $2"
	else
		failed=1
		echo "not ok $test_no - $2"
	fi
}

skip()
{
	test_no=$((test_no + 1))
	echo "ok $test_no - $1 # SKIP $2 is not installed"
}

# same NAME FILE SOURCE: FILE says what SOURCE says.
same()
{
	local bad=0
	facts "$2" >"$work/got"
	errors "$2" >"$work/got_errors"
	if ! cmp -s "$work/got" "$work/facts/$3"; then
		bad=1
		sed 's/^/# /' "$work/stderr"
		diff "$work/facts/$3" "$work/got" | head -20 | sed 's/^/# /'
	elif ! cmp -s "$work/got_errors" "$work/facts/$3.errors"; then
		bad=1
		diff "$work/facts/$3.errors" "$work/got_errors" | head -20 | sed 's/^/# /'
	fi
	report $bad "$1"
}

# refused NAME FILE WORDS: FILE cannot be read, status 2, and the message has WORDS.
refused()
{
	"$GONGKAI" report read "$2" >/dev/null 2>"$work/stderr"
	local status=$?
	[ $status = 2 ] && grep -q "$3" "$work/stderr"
	report $? "$1"
	[ $status = 2 ] || sed 's/^/# /' "$work/stderr"
}

# told NAME FILE SOURCE: what a kind of text cannot carry is told as missing; no cell is wrong.
told()
{
	facts "$2" >"$work/got"
	grep '^"t' "$work/got" >"$work/cells"
	local wrong
	wrong=$(grep -vxFf "$work/facts/$3" "$work/cells")
	[ -s "$work/cells" ] && [ -z "$wrong" ] &&
		"$GONGKAI" report read --json "$2" 2>/dev/null | grep -qE '"code":"(row|table).missing"'
	report $? "$1"
	[ -z "$wrong" ] || echo "$wrong" | head -20 | sed 's/^/# wrong: /'
}

have()
{
	command -v "$1" >/dev/null 2>&1
}

# --- sources ----------------------------------------------------------------------------------

# police has wrong sums and a blank, old is in the layout of 2019, states has blanks, marks, words
# for numbers and rows left out.
cp "$GONGKAI_ROOT/tests/doc/reports/demo-2-police-2024.json" "$work/src/police.json"
cp "$GONGKAI_ROOT/tests/doc/reports/demo-3-culture-2024.json" "$work/src/culture.json"
cp "$GONGKAI_ROOT/tests/doc/fixtures/writer-2019.json" "$work/src/old.json"
cp "$GONGKAI_ROOT/tests/doc/fixtures/writer-states.json" "$work/src/states.json"

make_sources()
{
	local name format
	for name in $sources; do
		for format in docx html xlsx pdf ofd text; do
			"$GONGKAI" report convert "$work/src/$name.json" --to $format \
				-o "$work/src/$name.$format" || return 1
		done
		facts "$work/src/$name.json" >"$work/facts/$name"
		errors "$work/src/$name.json" >"$work/facts/$name.errors"
	done
	# The comparison is worth something only when it sees cells and errors.
	[ "$(grep -c '"t[234]' "$work/facts/police")" = 200 ] &&
		[ "$(grep -c '"t[234]' "$work/facts/old")" = 198 ] &&
		[ "$(grep -c CK2 "$work/facts/police.errors")" = 2 ]
}

own_formats()
{
	local name format
	for name in $sources; do
		for format in docx html xlsx pdf ofd; do
			same "gongkai $format, $name" "$work/src/$name.$format" $name
		done
	done
	# A blank cannot be told from nothing where there are no rules between cells.
	for name in culture old; do
		same "gongkai text, $name" "$work/src/$name.text" $name
	done
}

# --- LibreOffice ------------------------------------------------------------------------------

# soffice_to FOLDER FILTER FILE…: all files in one start.
soffice_to()
{
	local out=$work/out/$1 filter=$2
	shift 2
	timeout 60 soffice "-env:UserInstallation=file://$work/profile" --headless --norestore \
		--convert-to "$filter" --outdir "$out" "$@" >"$work/soffice.log" 2>&1
}

libreoffice()
{
	local kind name
	local -A filter=([odt]=odt [doc]=doc [rtf]=rtf [fodt]=fodt [pdf]=pdf [html]=html:HTML
		[docx]=docx [xml]="xml:MS Word 2003 XML")
	have soffice || { skip "LibreOffice" soffice; return; }
	for kind in odt doc rtf fodt pdf html docx xml; do
		soffice_to $kind "${filter[$kind]}" "$work"/src/{police,old,states}.docx
		for name in police old states; do
			same "LibreOffice docx to $kind, $name" "$work/out/$kind/$name.$kind" $name
		done
	done
	soffice_to sheet xlsx "$work"/src/{police,old,states}.xlsx
	for name in police old states; do
		same "LibreOffice xlsx to xlsx, $name" "$work/out/sheet/$name.xlsx" $name
	done
	soffice_to sheet ods "$work/src/police.xlsx"
	refused "LibreOffice ods is refused" "$work/out/sheet/police.ods" "另存为 xlsx"
}

# --- the others -------------------------------------------------------------------------------

with_pandoc()
{
	local name kind out=$work/out/pandoc
	have pandoc || { skip "pandoc" pandoc; return; }
	mkdir "$out"
	for kind in html odt docx rtf; do
		for name in police states; do
			pandoc -s --quiet -o "$out/$name.$kind" "$work/src/$name.docx"
			same "pandoc docx to $kind, $name" "$out/$name.$kind" $name
		done
	done
	# Loses the merged cells of the body, so that its rows stand shifted under their heads.
	pandoc -s --quiet -o "$out/page.docx" "$work/src/police.html"
	same "pandoc html to docx" "$out/page.docx" police
	# Loses the labels of all rows that are one cell wide.
	pandoc -s --quiet -o "$out/page.odt" "$work/src/police.html"
	told "pandoc html to odt" "$out/page.odt" police
	for kind in markdown plain; do
		pandoc -s --quiet -t $kind --columns=200 -o "$out/$kind.txt" "$work/src/culture.docx"
		same "pandoc docx to $kind" "$out/$kind.txt" culture
	done
	# Has no room for the tables and leaves them out.
	pandoc -s --quiet -t plain --columns=72 -o "$out/narrow.txt" "$work/src/culture.docx"
	told "pandoc docx to plain of 72 columns" "$out/narrow.txt" culture
}

with_python_docx()
{
	local name python found=
	for python in python3 /usr/bin/python3; do
		[ -z "$found" ] && "$python" -c 'import docx' 2>/dev/null && found=$python
	done
	[ -n "$found" ] || { skip "python-docx" python3-docx; return; }
	mkdir "$work/out/python"
	for name in police old; do
		"$found" -c 'import docx, sys; docx.Document(sys.argv[1]).save(sys.argv[2])' \
			"$work/src/$name.docx" "$work/out/python/$name.docx"
		same "python-docx saves again, $name" "$work/out/python/$name.docx" $name
	done
}

with_chromium()
{
	local out=$work/out/chromium.pdf
	have chromium || { skip "Chromium" chromium; return; }
	timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync \
		--user-data-dir="$work/chromium" --print-to-pdf="$out" \
		"file://$work/src/police.html" >"$work/chromium.log" 2>&1
	same "Chromium prints html" "$out" police
}

with_weasyprint()
{
	local out=$work/out/weasyprint.pdf
	have weasyprint || { skip "WeasyPrint" weasyprint; return; }
	weasyprint -q "$work/src/states.html" "$out" 2>/dev/null
	same "WeasyPrint prints html" "$out" states
}

with_pdftotext()
{
	have pdftotext || { skip "pdftotext" pdftotext; return; }
	pdftotext -layout "$work/src/culture.pdf" "$work/out/layout.txt"
	same "pdftotext -layout" "$work/out/layout.txt" culture
	# A blank cell is not there; the numbers of its row must not go to another row.
	pdftotext -layout "$work/src/police.pdf" "$work/out/layout-blank.txt"
	told "pdftotext -layout with a blank cell" "$work/out/layout-blank.txt" police
	pdftotext "$work/src/police.pdf" "$work/out/copied.txt"
	told "pdftotext as copied, with a blank cell" "$work/out/copied.txt" police
	pdftotext "$work/src/old.pdf" "$work/out/copied-old.txt"
	told "pdftotext as copied, layout of 2019" "$work/out/copied-old.txt" old
}

# GB 18030 and UTF-16, with the right label, none and a wrong one.
with_iconv()
{
	local name=police html=$work/out/page
	have iconv || { skip "iconv" iconv; return; }
	sed 's/charset="\?[Uu][Tt][Ff]-8"\?/charset="gb2312"/' "$work/src/$name.html" |
		iconv -f UTF-8 -t GB18030 >"$html-gbk.html"
	same "GB 18030 page labelled gb2312" "$html-gbk.html" $name
	iconv -f UTF-8 -t GB18030 "$work/src/$name.html" >"$html-wrong.html"
	same "GB 18030 page labelled utf-8" "$html-wrong.html" $name
	sed 's/charset="\?[Uu][Tt][Ff]-8"\?/charset="gb2312"/' "$work/src/$name.html" >"$html-utf8.html"
	same "UTF-8 page labelled gb2312" "$html-utf8.html" $name
	sed 's/<meta[^>]*charset[^>]*>//' "$work/src/$name.html" | iconv -f UTF-8 -t GB18030 >"$html-none.html"
	same "GB 18030 page without label" "$html-none.html" $name
	{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$work/src/$name.html"; } >"$html-utf16.html"
	same "UTF-16LE page with a mark" "$html-utf16.html" $name
	iconv -f UTF-8 -t UTF-16LE "$work/src/$name.html" >"$html-utf16n.html"
	refused "UTF-16LE page without a mark is refused" "$html-utf16n.html" "不认识的文件格式"
	iconv -f UTF-8 -t GB18030 "$work/src/culture.text" >"$work/out/gbk.txt"
	same "GB 18030 text" "$work/out/gbk.txt" culture
	{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$work/src/culture.text"; } >"$work/out/utf16.txt"
	same "UTF-16LE text" "$work/out/utf16.txt" culture
}

# What the name says does not count; a page may come as a mail archive.
wrong_names()
{
	cp "$work/src/police.html" "$work/out/page.doc"
	same "page named .doc" "$work/out/page.doc" police
	cp "$work/src/police.docx" "$work/out/zip.doc"
	same "docx named .doc" "$work/out/zip.doc" police
	{
		printf 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--=_x"\r\n\r\n'
		printf -- '----=_x\r\nContent-Type: text/html; charset="utf-8"\r\n'
		printf 'Content-Transfer-Encoding: base64\r\nContent-Location: file:///C:/x.htm\r\n\r\n'
		base64 "$work/src/police.html" | sed 's/$/\r/'
		printf -- '\r\n----=_x--\r\n'
	} >"$work/out/page.mht"
	same "page as mht" "$work/out/page.mht" police
}

make_sources
report $? "sources can be written and their facts told"
own_formats
libreoffice
with_pandoc
with_python_docx
with_chromium
with_weasyprint
with_pdftotext
with_iconv
wrong_names
echo "1..$test_no"
exit $failed
