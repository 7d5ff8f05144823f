#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/error.h"
#include "schema/returns/census_fact.h"

// The tables and columns of a statutory return in one collection year, read from a file of
// reference/returns/ (docs/returns.md). A year is that in which the collection ends.
namespace tyst {

struct ReferenceFileText;  // schema/reference_set.h

enum class ReturnValueKind : std::uint8_t {
    reference,    // of a child: 1 to 10 characters, no blanks
    date,         // DD/MM/YYYY
    masked_date,  // the same, any part of which may be "ZZ"
    code,         // one of a set
    number,       // whole, from `least` to `most`
    text,         // at most `most` characters
};
[[nodiscard]] std::string_view to_text(ReturnValueKind kind);

struct ReturnColumn {
    std::string name;  // "DECOM"
    ReturnValueKind kind = ReturnValueKind::text;
    std::string codes;  // of kind code: the set
    std::int64_t least = 0;
    std::int64_t most = 0;
    bool may_be_empty = false;
    CensusFact fact = CensusFact::none;  // what it says, where the form's names do not settle it
};

struct ReturnTableLayout {
    std::string id;  // "episodes"
    BilingualText title;
    std::vector<ReturnColumn> columns;  // in their usual order
    std::vector<std::size_t> key;       // places of the columns that tell rows apart in practice

    // Nothing where it has no such column.
    [[nodiscard]] std::optional<std::size_t> place_of(std::string_view column) const;
};

using ReturnCodes = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;

// One year's layout. Only read: safe to share between threads.
struct ReturnLayout {
    int year = 0;
    std::vector<ReturnTableLayout> tables;  // in the order of the file, which is that of export
    ReturnCodes codes;

    [[nodiscard]] const ReturnTableLayout* table(std::string_view id) const;
    [[nodiscard]] bool has_code(std::string_view set, std::string_view code) const;
};

// A form with the changes of its years.
class ReturnForm {
  public:
    // Fails with invalid_rule_file, "path:line: reason", for anything that is not as
    // docs/returns.md says, in the base or after any change.
    [[nodiscard]] static Result<ReturnForm> read(const ReferenceFileText& file);

    [[nodiscard]] const std::string& id() const { return id_; }  // "ssda903"
    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] const BilingualText& title() const { return title_; }
    // What a reader has to be told with every row written by this form: how sure its layout is,
    // what is not held. In the order of the file.
    [[nodiscard]] const std::vector<BilingualText>& notes() const { return notes_; }
    [[nodiscard]] int first_year() const { return layouts_.front().year; }
    [[nodiscard]] int last_year() const { return layouts_.back().year; }
    // The layout of a year; of the first or last one known for years beyond them: what a later
    // year changes nobody can know, and a caller says so. Lives as long as the form.
    [[nodiscard]] const ReturnLayout& layout(int year) const;

  private:
    std::string id_;
    std::string version_;
    BilingualText title_;
    std::vector<BilingualText> notes_;
    std::vector<ReturnLayout> layouts_;  // one for each year
};

}  // namespace tyst
