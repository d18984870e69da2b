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

# soffice_to FILTER FOLDER FILE…: all files in one start.
soffice_to()
{
	local filter=$1 out=$work/out/$2
	shift 2
	timeout 60 soffice "-env:UserInstallation=file://$work/profile" --headless --norestore \
		--convert-to "$filter" --outdir "$out" "$@" >"$work/soffice.log" 2>&1
}

# kind, conversion
libreoffice_kinds="odt odt
doc doc
rtf rtf
fodt fodt
pdf pdf
html html:HTML
docx docx
xml xml:MS\ Word\ 2003\ XML"

libreoffice()
{
	local kind filter name
	have soffice || { skip "LibreOffice" soffice; return; }
	while read -r kind filter; do
		soffice_to "$filter" "$kind" "$work"/src/*.docx
		for name in $sources; do
			same "LibreOffice docx to $kind, $name" "$work/out/$kind/$name.$kind" $name
		done
	done <<<"$libreoffice_kinds"
	soffice_to docx:"MS Word 2007 XML" from_html --infilter="HTML (StarWriter)" "$work"/src/*.html
	soffice_to xlsx sheet "$work"/src/*.xlsx
	soffice_to ods sheet "$work/src/police.xlsx"
	for name in $sources; do
		same "LibreOffice html to docx, $name" "$work/out/from_html/$name.docx" $name
		same "LibreOffice xlsx to xlsx, $name" "$work/out/sheet/$name.xlsx" $name
	done
	refused "LibreOffice ods is refused" "$work/out/sheet/police.ods" "另存为 xlsx"
}

# --- the others -------------------------------------------------------------------------------

with_pandoc()
{
	local name kind
	have pandoc || { skip "pandoc" pandoc; return; }
	mkdir "$work/out/pandoc"
	for name in $sources; do
		for kind in html odt docx rtf; do
			pandoc -s --quiet -o "$work/out/pandoc/$name.$kind" "$work/src/$name.docx"
			same "pandoc docx to $kind, $name" "$work/out/pandoc/$name.$kind" $name
		done
		for kind in docx odt; do
			pandoc -s --quiet -o "$work/out/pandoc/h-$name.$kind" "$work/src/$name.html"
			same "pandoc html to $kind, $name" "$work/out/pandoc/h-$name.$kind" $name
		done
	done
	for kind in markdown gfm plain; do
		pandoc -s --quiet -t $kind --columns=200 -o "$work/out/pandoc/culture.$kind.txt" \
			"$work/src/culture.docx"
		same "pandoc docx to $kind" "$work/out/pandoc/culture.$kind.txt" culture
	done
}

with_python_docx()
{
	local name
	python3 -c 'import docx' 2>/dev/null || { skip "python-docx" python3-docx; return; }
	mkdir "$work/out/python"
	for name in $sources; do
		python3 -c 'import docx, sys; docx.Document(sys.argv[1]).save(sys.argv[2])' \
			"$work/src/$name.docx" "$work/out/python/$name.docx"
		same "python-docx saves again, $name" "$work/out/python/$name.docx" $name
	done
}

with_chromium()
{
	local name
	have chromium || { skip "Chromium" chromium; return; }
	mkdir "$work/out/chromium"
	for name in police states; do
		timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
			--disable-background-networking --disable-component-update --disable-sync \
			--user-data-dir="$work/chromium" --print-to-pdf="$work/out/chromium/$name.pdf" \
			"file://$work/src/$name.html" >"$work/chromium.log" 2>&1
		same "Chromium prints html, $name" "$work/out/chromium/$name.pdf" $name
	done
}

with_weasyprint()
{
	local name
	have weasyprint || { skip "WeasyPrint" weasyprint; return; }
	mkdir "$work/out/weasyprint"
	for name in police old; do
		weasyprint -q "$work/src/$name.html" "$work/out/weasyprint/$name.pdf" 2>/dev/null
		same "WeasyPrint prints html, $name" "$work/out/weasyprint/$name.pdf" $name
	done
}

with_pdftotext()
{
	local name
	have pdftotext || { skip "pdftotext" pdftotext; return; }
	for name in culture old; do
		pdftotext -layout "$work/src/$name.pdf" "$work/out/$name.layout.txt"
		same "pdftotext -layout, $name" "$work/out/$name.layout.txt" $name
		pdftotext "$work/src/$name.pdf" "$work/out/$name.copied.txt"
		same "pdftotext as copied, $name" "$work/out/$name.copied.txt" $name
	done
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
	same "UTF-16LE page without a mark" "$html-utf16n.html" $name
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
