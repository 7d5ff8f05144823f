#include <cctype>
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
        if (key.starts_with("as_person.code.")) continue;
        const std::string* plain = english.find(key.substr(kPrefix.size()));
        INFO(key);
        REQUIRE(plain != nullptr);
        CHECK(placeholders(*plain) == placeholders(text));
    }
    CHECK(own > 50);
}

TEST_CASE("pack texts: a code in a person's words is one that the codes have") {
    constexpr std::string_view kPrefix = "as_person.code.";
    const CodeBook& codes = test::shipped_reference().codes();
    const TextCatalogue catalogue = texts("en");
    std::size_t met = 0;
    for (const auto& [key, text] : catalogue.all()) {
        if (!key.starts_with(kPrefix)) continue;
        const std::string name = key.substr(kPrefix.size());
        const auto dot = name.find('.');
        INFO(name);
        REQUIRE(dot != std::string::npos);
        CHECK(codes.contains(name.substr(0, dot), name.substr(dot + 1)));
        ++met;
    }
    CHECK(met > 10);
}

// ---- the words of a file for a person ----

// Its letters in lower case, one space between words.
std::string words_of(const std::string& text) {
    std::string words = " ";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= 0x80 || std::isalnum(byte) != 0) {
            words.push_back(static_cast<char>(std::tolower(byte)));
        } else if (words.back() != ' ') {
            words.push_back(' ');
        }
    }
    return words + " ";
}

const std::vector<std::string>& forbidden(std::string_view language) {
    static const std::vector<std::string> english = {
        "drift", "contact", "contacts", "case", "cases", "lac"
    };
    // With the letters that Welsh puts in front or in place of the first one.
    static const std::vector<std::string> welsh = {
        "drifft",
        "ddrifft",
        "cyswllt",
        "gyswllt",
        "chyswllt",
        "nghyswllt",
        "achos",
        "hachos",
        "achosion",
        "hachosion",
        "lac"
    };
    return language == "cy" ? welsh : english;
}

std::string forbidden_in(const std::string& text, std::string_view language) {
    const std::string words = words_of(text);
    for (const std::string& word : forbidden(language)) {
        if (words.find(" " + word + " ") != std::string::npos) return word;
    }
    return "";
}

// Texts that a file for a person never says, and the glossary, which explains such words.
bool is_for_others(std::string_view key) {
    for (const std::string_view prefix :
         {"glossary.",
          "alert.",
          "basis.",
          "child.",
          "chronology.",
          "closed.",
          "cohort.",
          "gap.",
          "grade.",
          "obligation.",
          "plan.",
          "question.",
          "reason.",
          "report.",
          "sampling.",
          "status.",
          "steps.",
          "summary."}) {
        if (key.starts_with(prefix)) return true;
    }
    return false;
}

TEST_CASE("pack texts: a file for a person never says drift, contact or case") {
    for (const std::string_view language : {"en", "cy"}) {
        const TextCatalogue catalogue = texts(language);
        std::size_t looked_at = 0;
        for (const auto& [key, text] : catalogue.all()) {
            if (is_for_others(key)) continue;
            if (!key.starts_with("as_person.") && catalogue.find("as_person." + key) != nullptr) {
                continue;
            }
            INFO(key);
            CHECK(forbidden_in(text, language) == "");
            ++looked_at;
        }
        CHECK(looked_at > 300);
    }
}

TEST_CASE("pack texts: no code is told to a person with such a word") {
    const ReferenceSet& reference = test::shipped_reference();
    for (const std::string language : {"en", "cy"}) {
        const Words words(language, texts(language), reference.codes(), true);
        for (const ReferenceFileText& file : reference.files()) {
            constexpr std::string_view kFolder = "codes/";
            if (!file.path.starts_with(kFolder)) continue;
            std::string set = file.path.substr(kFolder.size());
            set.erase(set.find(".toml"));
            for (const CodeEntry& code : reference.codes().codes(set)) {
                INFO(set << " " << code.id);
                CHECK(
                    forbidden_in(words.code(set, code.id, Date::of(2019, 3, 31)), language) == ""
                );
            }
        }
    }
}

TEST_CASE("pack texts: the test for such words finds one") {
    CHECK(forbidden_in("No contact.", "en") == "contact");
    CHECK(forbidden_in("Contacted", "en").empty());
    CHECK(forbidden_in("Nid oes cyswllt", "cy") == "cyswllt");
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
