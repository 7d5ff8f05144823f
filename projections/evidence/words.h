#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "schema/bilingual_text.h"
#include "schema/code_book.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst::evidence {

// Every text of the readable part of a pack in one language, by key ("report.title"), out of the
// catalogue texts/evidence.LANGUAGE.toml that is built into the program. Not changed after loading.
class TextCatalogue {
  public:
    // "en" or "cy". Fails with invalid_value for another one, or where the catalogue is not TOML.
    [[nodiscard]] static Result<TextCatalogue> load(std::string_view language);

    // Takes in the texts of a further catalogue (TOML). Fails with invalid_value where it is not
    // TOML, or has a key that is there already.
    [[nodiscard]] Result<void> add(std::string_view path, std::string_view text);

    // Nullptr where there is no such text.
    [[nodiscard]] const std::string* find(std::string_view key) const;
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const {
        return texts_;
    }

  private:
    std::map<std::string, std::string, std::less<>> texts_;
};

using Placeholders = std::initializer_list<std::pair<std::string_view, std::string>>;

// What the pages say, in one language. Remembers whose codes it gave titles for, so that the pack
// can carry those files; for one thread.
class Words {
  public:
    // The code book must outlive it. `person`: in the words of the person whose record it is.
    Words(std::string language, TextCatalogue texts, const CodeBook& codes, bool person = false);

    [[nodiscard]] const std::string& language() const { return language_; }
    [[nodiscard]] bool welsh() const { return language_ == "cy"; }
    [[nodiscard]] bool for_person() const { return person_; }

    // In a file for a person the text below "as_person", where there is one. A key that the
    // catalogue does not have is a bug of ours: the process ends.
    [[nodiscard]] const std::string& text(std::string_view key) const;
    // The text with each {name} replaced.
    [[nodiscard]] std::string say(std::string_view key, Placeholders values) const;
    [[nodiscard]] const std::string& pick(const BilingualText& both) const {
        return welsh() ? both.cy : both.en;
    }

    [[nodiscard]] std::string date(Date date) const;          // "31 March 2019"
    [[nodiscard]] std::string time(Timestamp instant) const;  // "31 March 2019, 14:05:00 UTC"
    // As precise as it is known.
    [[nodiscard]] std::string occurred(const Occurrence& occurrence) const;
    // By the law of that day; the code itself where the book does not have it; empty for an empty
    // code. In a file for a person the words below "as_person.code", where there are some.
    [[nodiscard]] std::string code(std::string_view set, std::string_view code, Date on) const;
    [[nodiscard]] const std::string& event(EventType type) const;
    [[nodiscard]] const std::string& field(std::string_view name) const;

    [[nodiscard]] const std::set<std::string, std::less<>>& sets_used() const { return used_; }

  private:
    std::string language_;
    TextCatalogue texts_;
    const CodeBook& codes_;
    bool person_ = false;
    mutable std::set<std::string, std::less<>> used_;
};

}  // namespace tyst::evidence
