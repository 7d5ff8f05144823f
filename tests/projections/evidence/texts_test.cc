#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "projections/evidence/words.h"
#include "schema/event_catalogue.h"
#include "tests/projections/person_builder.h"

namespace tyst::evidence {
namespace {

TextCatalogue texts(std::string_view language) {
    auto loaded = TextCatalogue::load(language);
    REQUIRE(loaded);
    return *std::move(loaded);
}

std::set<std::string> placeholders(const std::string& text) {
    std::set<std::string> found;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
        found.insert(text.substr(open, text.find('}', open) - open));
    return found;
}

TEST_CASE("pack texts: both languages have the same keys and the same placeholders") {
    const TextCatalogue english = texts("en");
    const TextCatalogue welsh = texts("cy");
    REQUIRE(english.all().size() > 500);
    CHECK(english.all().size() == welsh.all().size());
    for (const auto& [key, text] : english.all()) {
        INFO(key);
        const std::string* other = welsh.find(key);
        REQUIRE(other != nullptr);
        CHECK(placeholders(text) == placeholders(*other));
        CHECK(!other->empty());
    }
}

TEST_CASE("pack texts: every type of event and every field has a name in both languages") {
    for (const std::string_view language : {"en", "cy"}) {
        const TextCatalogue catalogue = texts(language);
        for (const EventType type : event_types()) {
            INFO(name_of(type));
            CHECK(catalogue.find("event." + std::string(name_of(type))) != nullptr);
            for (const FieldDescription& field : describe_fields(type)) {
                const auto dot = field.name.rfind('.');
                const std::string last =
                    dot == std::string::npos ? field.name : field.name.substr(dot + 1);
                INFO(field.name);
                const std::string plain = last.substr(0, last.find('['));
                CHECK(catalogue.find("field." + plain) != nullptr);
            }
        }
    }
}

TEST_CASE("pack texts: what replaces a text for a person stands for one that there is") {
    const TextCatalogue english = texts("en");
    constexpr std::string_view kPrefix = "as_person.";
    std::size_t own = 0;
    for (const auto& [key, text] : english.all()) {
        if (!key.starts_with(kPrefix)) continue;
        ++own;
        const std::string* plain = english.find(key.substr(kPrefix.size()));
        INFO(key);
        REQUIRE(plain != nullptr);
        CHECK(placeholders(*plain) == placeholders(text));
    }
    CHECK(own > 50);
}

TEST_CASE("pack texts: days and times are told in the language of the page") {
    const Words english("en", texts("en"), test::shipped_reference().codes());
    const Words welsh("cy", texts("cy"), test::shipped_reference().codes());
    CHECK(english.date(Date::of(2019, 3, 31)) == "31 March 2019");
    CHECK(welsh.date(Date::of(2019, 3, 31)) == "31 Mawrth 2019");
    const auto moment = parse_timestamp("2019-03-31T14:05:07.250000Z");
    REQUIRE(moment);
    CHECK(english.time(*moment) == "31 March 2019, 14:05:07 UTC");
    CHECK(english.code("legal-status", "care-order", Date::of(2019, 3, 31)) == "Full care order");
    CHECK(english.sets_used().contains("legal-status"));
}

TEST_CASE("pack texts: a language that packs are not written in is refused") {
    const auto other = TextCatalogue::load("fr");
    REQUIRE(!other);
    CHECK(other.error().code == ErrorCode::invalid_value);
}

}  // namespace
}  // namespace tyst::evidence
