#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "projections/panel/embedded.h"
#include "projections/panel/panel_words.h"
#include "tests/projections/person_builder.h"

namespace tyst::panel {
namespace {

using evidence::TextCatalogue;

TextCatalogue texts(std::string_view language) {
    for (const EmbeddedFile& file : embedded_panel_files()) {
        if (file.path != "texts/panel." + std::string(language) + ".toml") continue;
        TextCatalogue catalogue;
        REQUIRE(catalogue.add(file.path, file.text));
        return catalogue;
    }
    FAIL("no texts in " << language);
    return {};
}

std::set<std::string> placeholders(const std::string& text) {
    std::set<std::string> found;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
        found.insert(text.substr(open, text.find('}', open) - open));
    return found;
}

TEST_CASE("panel texts: both languages have the same keys and the same placeholders") {
    const TextCatalogue english = texts("en");
    const TextCatalogue welsh = texts("cy");
    REQUIRE(english.all().size() > 150);
    CHECK(english.all().size() == welsh.all().size());
    for (const auto& [key, text] : english.all()) {
        INFO(key);
        const std::string* other = welsh.find(key);
        REQUIRE(other != nullptr);
        CHECK(placeholders(text) == placeholders(*other));
        CHECK(!other->empty());
    }
}

TEST_CASE("panel texts: every figure and every family has its words; sheet names fit") {
    constexpr std::size_t kSheetNameMax = 31;
    for (const std::string language : {"en", "cy"}) {
        const auto words = panel_words(language, test::shipped_reference().codes());
        REQUIRE(words);
        for (const PanelFigure& figure : panel_figures())
            CHECK(!title_of(figure.id, *words).empty());
        CHECK(title_of("age.15", *words) == "age.15");
        std::set<std::string> names;
        const TextCatalogue catalogue = texts(language);
        for (const auto& [key, text] : catalogue.all()) {
            if (!key.starts_with("panel.sheet.")) continue;
            INFO(text);
            CHECK(text.size() <= kSheetNameMax);
            CHECK(names.insert(text).second);
        }
        CHECK(names.size() == kPanelFamilyCount + 6);
    }
}

TEST_CASE("panel texts: a language that packs are not written in is refused") {
    CHECK_FALSE(panel_words("fr", test::shipped_reference().codes()));
}

TEST_CASE("panel texts: tenths of a per cent are told with one decimal") {
    CHECK(per_cent_text(845) == "84.5");
    CHECK(per_cent_text(1000) == "100.0");
    CHECK(per_cent_text(5) == "0.5");
}

TEST_CASE("pack texts: a catalogue that repeats a key is refused") {
    TextCatalogue catalogue;
    REQUIRE(catalogue.add("one.toml", "[a]\nb = \"c\"\n"));
    const auto again = catalogue.add("two.toml", "[a]\nb = \"d\"\n");
    REQUIRE(!again);
    CHECK(again.error().code == ErrorCode::invalid_value);
}

}  // namespace
}  // namespace tyst::panel
