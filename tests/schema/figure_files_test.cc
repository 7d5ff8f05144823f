#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

// The shipped set with one file changed: every `from` becomes `to`.
Result<ReferenceSet> with_change(
    const std::string& path, const std::string& from, const std::string& to
) {
    std::vector<ReferenceFileText> files = embedded_reference_texts();
    const auto file = std::ranges::find(files, path, &ReferenceFileText::path);
    REQUIRE(file != files.end());
    const std::size_t place = file->text.find(from);
    REQUIRE(place != std::string::npos);
    file->text.replace(place, from.size(), to);
    return ReferenceSet::load(std::move(files));
}

TEST_CASE("figure files: all that is shipped loads, in both languages, each with its source") {
    const ReferenceSet set = shipped_reference_set();
    CHECK(set.figures().counts().size() > 10);
    CHECK(set.figures().families().size() > 15);
    for (const FigureCount& count : set.figures().counts()) {
        CAPTURE(count.id);
        CHECK_FALSE(count.title.en.empty());
        CHECK_FALSE(count.title.cy.empty());
        CHECK_FALSE(count.source.empty());
    }
    for (const FigureFamily& family : set.figures().families()) {
        CAPTURE(family.id);
        CHECK_FALSE(family.title.cy.empty());
        CHECK_FALSE(family.source.empty());
        CHECK(family.groups.empty() == family.two_way());
    }
    for (const char* audience : {"officers", "panel", "wales", "national"}) {
        CAPTURE(audience);
        CHECK(set.audience(audience) != nullptr);
    }
    CHECK(set.audience("officers")->exact());
    CHECK(set.audience("wales")->round_to == 5);
    CHECK(set.audience("wales")->kept_back == "*");
    CHECK(set.audience("national")->round_to == 10);
    CHECK(set.printed_table("vale-2019-2023")->rows.size() == 25);
    CHECK(set.printed_table("cardiff-2016-2019")->rows.size() == 19);
}

TEST_CASE("figure files: one reference set knows each figure that a family can give") {
    const ReferenceSet set = shipped_reference_set();
    for (const char* id :
         {"looked-after",
          "legal-status.care-order",
          "legal-status-wales.compulsory",
          "placement.foster-own",
          "age.15",
          "starts.aged-11-plus.voluntary.need.N6",
          "ceased.reason-england.adopted-unopposed",
          "sex-by-age.female.10-15",
          "overlay.secure"}) {
        CAPTURE(id);
        CHECK(set.figures().knows(id));
    }
    CHECK_FALSE(set.figures().knows("legal-status.none"));
    CHECK_FALSE(set.figures().knows("sex-by-age.female"));
}

TEST_CASE("figure files: what is not known is refused with file, line and reason") {
    struct Row {
        const char* path;
        const char* from;
        const char* to;
        const char* why;
    };
    const Row row = GENERATE(
        Row{"figures/sex.toml", "by = \"sex\"", "by = \"height\"", "'height' is not known for 'by'"
        },
        Row{"figures/sex.toml", "family = \"sex\"", "family = \"six\"", "named after its family"},
        Row{"figures/sex.toml", "codes = [\"male\"]", "codes = [\"man\"]", "'man', which is no code"
        },
        Row{"figures/sex.toml",
            "codes = [\"male\"]",
            "codes = [\"male\", \"female\"]",
            "hold the same cases"},
        Row{"figures/sex.toml", "rest = true", "codes = [\"other\"]", "the last group has"},
        Row{"figures/sex.toml", "\"looked-after\",", "\"counted-twice\",", "is no count"},
        Row{"figures/sex.toml", "version = ", "colour = \"red\"\nversion = ", "colour"},
        Row{"figures/age-band.toml", "below = 5", "below = 6", "hold the same cases"},
        Row{"figures/age-band.toml", "from = 1\nbelow = 5", "from = 5\nbelow = 5", "not above"},
        Row{"figures/sex-by-age.toml", "\"age-band\"]", "\"shoe-size\"]", "no simple family"},
        Row{"figures/sex-by-age.toml", "\"starts\"", "\"adopted\"", "is not given for 'adopted'"},
        Row{"figures/counts.toml", "of = \"starts\"", "of = \"stops\"", "'stops' is no count"},
        Row{"figures/counts.toml",
            "counted = \"ceased\"",
            "counted = \"lost\"",
            "'lost' is not known"},
        Row{"figures/counts.toml", "id = \"adopted\"", "id = \"ceased\"", "stands twice"},
        Row{"disclosure/panel.toml", "threshold = 5", "threshold = 500", "threshold"},
        Row{"disclosure/panel.toml", "kept_back = \"*\"\n", "", "'kept_back' is the mark"},
        Row{"disclosure/panel.toml", "[\"threshold\", ", "[\"colour\", ", "'colour' is no key"},
        Row{"strategies/vale-2019-2023.toml",
            "\"legal-status.care-order\"",
            "\"legal-status.orders\"",
            "'legal-status.orders' is no figure"},
        Row{"strategies/vale-2019-2023.toml", "id = \"V2\"", "id = \"V1\"", "'V1' stands twice"},
        Row{"strategies/vale-2019-2023.toml",
            "largest_of = \"age\"",
            "largest_of = \"sex\"",
            "is no family by numbers"},
        Row{"strategies/vale-2019-2023.toml",
            "figures = [\"looked-after\"]",
            "",
            "a row has one of 'figures'"}
    );
    CAPTURE(row.path, row.to);
    const auto loaded = with_change(row.path, row.from, row.to);
    REQUIRE_FALSE(loaded);
    CAPTURE(loaded.error().context);
    CHECK(loaded.error().code == ErrorCode::invalid_rule_file);
    CHECK(loaded.error().context.starts_with(std::string(row.path) + ":"));
    CHECK(loaded.error().context.find(row.why) != std::string::npos);
}

TEST_CASE("figure files: two tables that cut the same two ways are refused") {
    std::vector<ReferenceFileText> files = embedded_reference_texts();
    files.push_back(
        {"figures/sex-by-year.toml",
         "family = \"sex-by-year\"\nversion = \"1\"\ntitle_en = \"a\"\ntitle_cy = \"b\"\n"
         "source = \"test\"\nof = [\"looked-after\"]\ncross = [\"age\", \"sex\"]\n"}
    );
    const auto loaded = ReferenceSet::load(std::move(files));
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().context.find("could be subtracted") != std::string::npos);
}

}  // namespace
}  // namespace tyst
