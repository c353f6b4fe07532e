"""Cuts the interface fonts out of the Inter family (Debian package fonts-inter 4.0, SIL OFL 1.1).

    python3 -m pip install fonttools
    python3 subset.py /usr/share/fonts/opentype/inter

Keeps Latin, Greek, Cyrillic, arrows and mathematical signs, and makes `InterTabular`: the same letters
with figures of equal width, so that a number that changes does not dance.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2B0, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F), (0x2002, 0x200A), (0x2010, 0x2026),
    (0x202F, 0x203A), (0x2070, 0x209C), (0x20AC, 0x20AC), (0x2122, 0x2126), (0x2190, 0x2199), (0x2202, 0x22C5),
    (0x25A0, 0x25CF), (0x2713, 0x2717),
]


def cut(source, target, family, weight, tabular=False):
    font = TTFont(source)
    if tabular:
        use_tabular_figures(font)
    options = subset.Options()
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"] if not tabular else ["ccmp", "mark", "mkmk"]
    options.hinting = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    cutter.subset(font)
    names = {1: family, 2: weight, 3: f"{family}-{weight}", 4: f"{family} {weight}", 6: f"{family.replace(' ', '')}-{weight}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = names[6]
        cff.topDictIndex[0].FamilyName, cff.topDictIndex[0].FullName = family, names[4]
    font.save(target)


def use_tabular_figures(font):
    table = font["GSUB"].table
    lookups = {i for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum" for i in record.Feature.LookupListIndex}
    swap = {}
    for index in lookups:
        for part in table.LookupList.Lookup[index].SubTable:
            swap.update(getattr(part, "ExtSubTable", part).mapping)
    for part in font["cmap"].tables:
        part.cmap = {code: swap.get(glyph, glyph) for code, glyph in part.cmap.items()}


if __name__ == "__main__":
    folder = sys.argv[1]
    cut(f"{folder}/Inter-Regular.otf", "Inter-Regular.otf", "Inter", "Regular")
    cut(f"{folder}/Inter-SemiBold.otf", "Inter-SemiBold.otf", "Inter", "SemiBold")
    cut(f"{folder}/Inter-Medium.otf", "InterTabular-Medium.otf", "Inter Tabular", "Medium", tabular=True)
