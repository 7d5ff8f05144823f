"""check-panel.py PACK COHORT LANGUAGE: reads a panel pack with Python's standard library alone.

The workbook: one table a sheet from A1 on, a marked header row without blanks or repeats, no merged cells, no blank row or column
inside, no formula, a cover first, title and language among its properties. The table of numbers: every quarter has every figure,
parts add up where all are shown. The drawings: well-formed, one picture each, with title and description. No child in any file.
"""
import csv
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
SVG = "{http://www.w3.org/2000/svg}"


def require(holds, what):
    if not holds:
        sys.exit(f"check-panel.py: {what}")


def targets_of(archive, path):
    """What the parts that belong to one part are, by id."""
    folder, name = path.rsplit("/", 1)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in archive.namelist():
        return {}
    found = {}
    for one in ET.fromstring(archive.read(rels)).iter(PACKAGE + "Relationship"):
        target = one.get("Target")
        parts = (folder + "/" + target).split("/") if not target.startswith("/") else target[1:].split("/")
        clean = []
        for part in parts:
            clean.pop() if part == ".." else clean.append(part)
        found[one.get("Id")] = "/".join(clean)
    return found


def column(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number


def read_sheet(archive, path, shared):
    sheet = ET.fromstring(archive.read(path))
    require(sheet.find(MAIN + "mergeCells") is None, f"{path}: cells are merged")
    cells = {}
    for cell in sheet.iter(MAIN + "c"):
        require(cell.find(MAIN + "f") is None, f"{path}: {cell.get('r')} is a formula")
        value = cell.find(MAIN + "v")
        if value is None:
            continue
        text = shared[int(value.text)] if cell.get("t") == "s" else value.text
        row = int(re.search(r"\d+", cell.get("r")).group())
        cells[row, column(cell.get("r"))] = text
    return sheet, cells


def check_sheet(archive, path, name, shared):
    sheet, cells = read_sheet(archive, path, shared)
    rows = max(row for row, _ in cells)
    columns = max(place for _, place in cells)
    header = [cells.get((1, place)) for place in range(1, columns + 1)]
    require(all(header), f"{name}: a column has no header: {header}")
    require(len(set(header)) == len(header), f"{name}: a header stands twice: {header}")
    for row in range(1, rows + 1):
        require((row, 1) in cells, f"{name}: row {row} has no name")
    if rows == 1:
        return cells
    tables = [t for t in targets_of(archive, path).values() if "/tables/" in t]
    require(len(tables) == 1, f"{name}: {len(tables)} tables")
    table = ET.fromstring(archive.read(tables[0]))
    last = "".join(reversed([chr(65 + columns - 1)])) if columns <= 26 else None
    require(last is None or table.get("ref") == f"A1:{last}{rows}", f"{name}: the table is {table.get('ref')}, not A1:{last}{rows}")
    require(table.get("headerRowCount", "1") == "1", f"{name}: no header row")
    titles = [one.get("name") for one in table.iter(MAIN + "tableColumn")]
    require(titles == header, f"{name}: the table's columns are {titles}")
    return cells


def check_workbook(path, language):
    with zipfile.ZipFile(path) as archive:
        require(archive.testzip() is None, "the workbook is damaged")
        shared = ["".join(t.text or "" for t in one.iter(MAIN + "t"))
                  for one in ET.fromstring(archive.read("xl/sharedStrings.xml")).iter(MAIN + "si")]
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        places = targets_of(archive, "xl/workbook.xml")
        sheets = {}
        for one in book.iter(MAIN + "sheet"):
            name = one.get("name")
            require(len(name) <= 31 and not name.isdigit(), f"sheet name {name}")
            sheets[name] = check_sheet(archive, places[one.get(RELATED + "id")], name, shared)
        first = next(iter(sheets))
        require(first == {"en": "Cover", "cy": "Clawr"}[language], f"the first sheet is {first}")
        cover = [text for (_, place), text in sheets[first].items() if place == 2]
        require(any(re.fullmatch(r"[0-9a-f]{64}", text) for text in cover), "the cover has no root")
        properties = archive.read("docProps/core.xml").decode() + archive.read("docProps/custom.xml").decode()
        require("<dc:title>" in properties and f">{language}<" in properties, "title or language of the workbook is missing")
    return sheets


def check_numbers(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    require(list(rows[0]) == ["quarter", "figure", "title", "unit", "value", "mark"], f"columns {list(rows[0])}")
    quarters = sorted({row["quarter"] for row in rows})
    require(len(quarters) == 8, f"quarters {quarters}")
    values = {(row["quarter"], row["figure"]): row for row in rows}
    figures = {row["figure"] for row in rows}
    require(len(values) == len(rows) == 8 * len(figures), "a figure is missing in a quarter, or stands twice")
    for row in rows:
        known = {"kept-back", "not-held-here", "partly-held", "so-far"}
        require(set(row["mark"].split()) <= known, f"mark {row['mark']}")
        require(bool(row["value"]) != bool({"kept-back", "not-held-here"} & set(row["mark"].split())) or row["unit"] == "per-cent",
                f"value and mark of {row}")
        require(row["unit"] != "count" or not row["value"] or not 0 < int(row["value"]) < 5, f"a small number is shown: {row}")
    for quarter in quarters:
        for family in ("legal-status.", "placement.", "placement-location."):
            parts = [values[quarter, f]["value"] for f in figures if f.startswith(family)]
            if all(parts) and values[quarter, "looked-after"]["value"]:
                require(sum(map(int, parts)) == int(values[quarter, "looked-after"]["value"]), f"{quarter}: {family}* does not add up")
    return values


def luminance(colour):
    parts = [int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def check_contrast(svg, name):
    """Letters on the drawing's own white ground: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    ground = svg.find(SVG + "rect").get("fill")
    require(ground == "#ffffff", f"{name}: the ground is {ground}")
    group = svg.find(SVG + "g")
    for text in group.iter(SVG + "text"):
        ink = text.get("fill", group.get("fill"))
        ratio = 1.05 / (luminance(ink) + 0.05)
        require(ratio >= 4.5, f"{name}: '{text.text}' has a contrast of {ratio:.2f}")


def check_drawings(folder):
    drawings = sorted(folder.glob("*.svg"))
    require(len(drawings) >= 5, f"{len(drawings)} drawings")
    for path in drawings:
        svg = ET.parse(path).getroot()
        require(svg.tag == SVG + "svg" and svg.get("role") == "img", f"{path.name}: is no picture")
        check_contrast(svg, path.name)
        for kind in ("title", "desc"):
            said = svg.find(SVG + kind)
            require(said is not None and (said.text or "").strip(), f"{path.name}: no {kind}")
            require(said.get("id") in svg.get("aria-labelledby").split(), f"{path.name}: {kind} does not name it")


def check_children(pack, cohort):
    """No reference, no name and no birth date of any child of the cohort."""
    words = set()
    with open(cohort, encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if event["subject"]["kind"] != "child":
                continue
            words.add(event["subject"]["reference"])
            for key in ("given_name", "family_name"):
                words.add(event.get("body", {}).get(key))
    words.discard(None)
    require(len(words) > 800, f"only {len(words)} words of children to look for")
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words))) + r")\b")
    for path in sorted(p for p in pack.rglob("*") if p.is_file()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                text = " ".join(archive.read(name).decode("utf-8") for name in archive.namelist())
        else:
            text = path.read_text(encoding="utf-8")
        found = pattern.search(text)
        require(found is None, f"{path.name}: speaks of a child: {found and found.group()}")


def main():
    pack, cohort, language = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    sheets = check_workbook(pack / "panel.xlsx", language)
    numbers = check_numbers(pack / "panel.csv")
    check_drawings(pack / "charts")
    check_children(pack, cohort)
    # Cardiff's worked example: 52 on 2015-06-30, 32 wanted by 2016-07-31, the action due on 2016-08-31.
    require(numbers["2015-Q2", "placement.parents"]["value"] == "52", "the baseline is not 52")
    targets = sheets[{"en": "Targets", "cy": "Targedau"}[language]]
    row = next(row for (row, place), text in targets.items() if place == 1 and text == "action-9")
    said = [targets.get((row, place)) for place in range(1, 22)]
    require([said[n] for n in (8, 9, 10, 12, 14, 15)] == ["52", "52", "32", "38", "37", "37"], f"action-9: {said}")
    require(said[3].startswith("▲"), f"action-9 is {said[3]}")
    require(sum(1 for (_, place) in targets if place == 1) == 10, "not nine actions")
    print(f"{pack.name}: {len(sheets)} sheets, {len(numbers)} numbers: nothing found")


main()
