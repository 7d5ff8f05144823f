#include "ledger/intake/csv_row_reader.h"

#include <algorithm>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "ledger/intake/csv_cell.h"
#include "schema/event_catalogue.h"
#include "schema/event_json.h"

namespace tyst {
namespace {

namespace json = boost::json;

constexpr std::size_t kValueShownMax = 20;

// Only what cannot name anybody is shown.
bool may_be_shown(CsvColumnKind kind) {
    switch (kind) {
        case CsvColumnKind::occurrence:
        case CsvColumnKind::instant:
        case CsvColumnKind::date:
        case CsvColumnKind::truth:
        case CsvColumnKind::number:
        case CsvColumnKind::code:
            return true;
        default:
            return false;
    }
}

std::string value_shown(std::string_view value) {
    std::string text(value.substr(0, kValueShownMax));
    std::ranges::replace_if(text, [](char letter) { return letter < ' ' || letter > '~'; }, '?');
    return text;
}

// What does not say what a row says: it may change while the fact stays.
bool counts_as_content(CsvColumnKind kind) {
    return kind != CsvColumnKind::row_id && kind != CsvColumnKind::instant &&
           kind != CsvColumnKind::person_part;
}

// The object at keys[first, last) below `object`, made where it is not there.
json::object& object_at(
    json::object& object, const std::vector<std::string>& keys, std::size_t first, std::size_t last
) {
    json::object* at = &object;
    for (std::size_t key = first; key < last; ++key) {
        json::value& next = (*at)[keys[key]];
        if (!next.is_object()) next.emplace_object();
        at = &next.as_object();
    }
    return *at;
}

// The place of a value: for a field of listed structs that of the item with this number.
json::value& value_at(json::object& root, const CsvColumn& column, std::size_t item) {
    const auto& keys = column.path;
    if (!column.of_structs) {
        return object_at(root, keys, 0, keys.size() - 1)[keys.back()];
    }
    json::value& list = object_at(root, keys, 0, 1)[keys[1]];
    if (!list.is_array()) list.emplace_array();
    json::array& items = list.as_array();
    while (items.size() <= item)
        items.emplace_back(json::object());
    return object_at(items[item].as_object(), keys, 2, keys.size() - 1)[keys.back()];
}

// "decisions[2].by" → "decisions.by", the name that columns have.
std::string column_of_path(std::string_view path) {
    constexpr std::string_view kBody = "body.";
    std::string name;
    bool inside = false;
    if (path.starts_with(kBody)) path.remove_prefix(kBody.size());
    for (const char letter : path) {
        inside = letter == '[' || (inside && letter != ']');
        if (!inside && letter != ']') name += letter;
    }
    return name;
}

std::string joined_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

std::unexpected<Error> wrong_columns(
    const std::string& file, const std::string& what, const std::vector<CsvColumn>& known
) {
    std::vector<std::string> names;
    for (const CsvColumn& column : known)
        names.push_back(column.name);
    return fail(
        ErrorCode::unknown_columns, file + ": " + what + "; the columns are " + joined_names(names)
    );
}

}  // namespace

// One row while it is read.
class CsvRowReader::RowInHand {
  public:
    RowInHand(const CsvRowReader& reader, const CsvRow& row, std::vector<ImportRefusal>& refusals)
        : reader_(reader), context_(reader.context_), row_(row), refusals_(refusals) {}

    std::optional<CsvEvent> read() {
        if (row_.values.size() != reader_.width_) {
            refuse_row(
                std::to_string(row_.values.size()) + " values under " +
                std::to_string(reader_.width_) + " columns"
            );
            return std::nullopt;
        }
        add_fixed_parts();
        for (const PlacedColumn& placed : reader_.columns_) {
            read_cell(placed.column, row_.values[placed.place]);
        }
        check_lists();
        return refused_ ? std::nullopt : finish();
    }

  private:
    void add_fixed_parts() {
        event_["type"] = std::string(name_of(context_.type));
        event_["subject"] = json::object{{"kind", "child"}, {"source", context_.children_source}};
        event_["learned"] = to_text(start_of_london_day(context_.received));
        event_["source"] = json::object{
            {"system", context_.source},
            {"table", std::string(name_of(context_.type))},
            {"row", row_.line}
        };
        event_["body"].emplace_object();
    }

    void read_cell(const CsvColumn& column, const std::string& cell) {
        if (csv_trimmed(cell).empty()) {
            if (column.required && !column.of_structs) refuse(column, "", "empty");
            return;
        }
        if (!column.listed) {
            read_value(column, cell, 0);
            return;
        }
        const std::vector<std::string> items = csv_list(cell);
        if (column.of_structs) count_items(column, items.size());
        for (std::size_t item = 0; item < items.size(); ++item) {
            if (!items[item].empty()) read_value(column, items[item], item);
        }
    }

    void count_items(const CsvColumn& column, std::size_t count) {
        auto& known = item_counts_[column.path[1]];
        if (known.second != nullptr && known.first != count) {
            refuse(
                column,
                "",
                std::to_string(count) + " values where " + known.second->name + " has " +
                    std::to_string(known.first)
            );
        }
        known = {count, &column};
    }

    void read_value(const CsvColumn& column, const std::string& text, std::size_t item) {
        switch (column.kind) {
            case CsvColumnKind::row_id:
                take(column, text, csv_reference(text), [&](std::string id) {
                    row_id_ = std::move(id);
                });
                return;
            case CsvColumnKind::subject:
                take(column, text, csv_reference(text), [&](const std::string& named) {
                    name_subject(named);
                });
                return;
            case CsvColumnKind::instant:
                read_learned(column, text);
                return;
            case CsvColumnKind::occurrence:
                place(column, text, item, csv_occurrence(text));
                return;
            case CsvColumnKind::date:
                place(column, text, item, csv_date(text));
                return;
            case CsvColumnKind::truth:
                place(column, text, item, csv_truth(text));
                return;
            case CsvColumnKind::number:
                place(column, text, item, csv_number(text));
                return;
            case CsvColumnKind::code:
                place(column, text, item, csv_code(*context_.codes, column.set, text));
                return;
            case CsvColumnKind::person:
                take(column, text, csv_reference(text), [&](const std::string& reference) {
                    set(column,
                        item,
                        json::object{{"source", context_.source}, {"reference", reference}});
                });
                return;
            case CsvColumnKind::person_part:
                read_person_part(column, text, item);
                return;
            case CsvColumnKind::other_event:
                others_.push_back({&column, std::string(csv_trimmed(text)), item});
                return;
            case CsvColumnKind::compartment:
                set(column, item, json::string(csv_trimmed(text)));
                return;
            case CsvColumnKind::text:
                set(column, item, json::string(text));
                return;
        }
    }

    template <class Value, class Use>
    void take(
        const CsvColumn& column, const std::string& text, Result<Value> value, const Use& use
    ) {
        if (value) {
            use(*std::move(value));
        } else {
            refuse(column, text, value.error().context);
        }
    }

    template <class Value>
    void place(
        const CsvColumn& column, const std::string& text, std::size_t item, Result<Value> value
    ) {
        take(column, text, std::move(value), [&](Value understood) {
            set(column, item, json_of(std::move(understood)));
        });
    }

    static json::value json_of(const std::string& text) { return json::string(text); }
    static json::value json_of(bool truth) { return truth; }
    static json::value json_of(std::uint64_t number) { return number; }

    void set(const CsvColumn& column, std::size_t item, json::value value) {
        const bool plain_list = column.listed && !column.of_structs;
        const auto put = [&](json::object& root) {
            json::value& target = value_at(root, column, item);
            if (!plain_list) {
                target = value;
                return;
            }
            if (!target.is_array()) target.emplace_array();
            target.as_array().push_back(value);
        };
        put(event_);
        if (counts_as_content(column.kind)) put(content_);
    }

    void name_subject(const std::string& named) {
        const std::size_t colon = named.find(':');
        json::object& subject = event_["subject"].as_object();
        if (colon != std::string::npos) subject["source"] = named.substr(0, colon);
        subject["reference"] = colon == std::string::npos ? named : named.substr(colon + 1);
    }

    void read_learned(const CsvColumn& column, const std::string& text) {
        const std::string trimmed(csv_trimmed(text));
        const auto day = csv_date(trimmed);
        const auto date = day ? parse_date(*day) : Result<Date>(std::unexpected(day.error()));
        const auto instant =
            date ? Result<Timestamp>(start_of_london_day(*date)) : parse_timestamp(trimmed);
        if (!instant) {
            refuse(column, text, day.error().context + ", nor an instant with its offset");
        } else if (*instant > end_of_london_day(context_.received)) {
            refuse(column, text, "later than the day received, " + to_text(context_.received));
        } else {
            event_["learned"] = to_text(*instant);
        }
    }

    void read_person_part(const CsvColumn& column, const std::string& text, std::size_t item) {
        CsvColumn person = column;
        person.path.pop_back();
        if (!value_at(event_, person, item).is_object()) {
            refuse(column, "", "the person's reference is empty");
            return;
        }
        set(column, item, json::string(csv_trimmed(text)));
    }

    // An item that no column filled.
    void check_lists() {
        for (const auto& [list, counted] : item_counts_) {
            const json::value* const items = event_["body"].as_object().if_contains(list);
            const std::size_t filled = items == nullptr ? 0 : items->as_array().size();
            if (!refused_ && filled < counted.first) {
                refuse(*counted.second, "", "the list has an empty item at its end");
            }
        }
    }

    // The other events are looked for when all else is understood.
    std::optional<CsvEvent> finish() {
        Result<Submission> understood = read_json();
        if (!understood) return std::nullopt;
        if (!others_.empty()) {
            for (const Other& other : others_) {
                find_other(other, understood->subject);
            }
            if (refused_) return std::nullopt;
            understood = read_json();
            if (!understood) return std::nullopt;
        }
        CsvEvent event;
        event.submission = *std::move(understood);
        event.row_id = row_id_;
        event.content = json::serialize(content_);
        return event;
    }

    struct Other {
        const CsvColumn* column;
        std::string named;
        std::size_t item;
    };

    void find_other(const Other& other, const SubjectReference& child) {
        const auto found = context_.find_event(child, other.named);
        if (found) {
            set(*other.column, other.item, json::string(to_uuid_text(found->view())));
        } else {
            refuse(*other.column, "", found.error().context);
        }
    }

    Result<Submission> read_json() {
        json::object whole = event_;
        // A required one that is still to be found: its place is taken, so that the rest is
        // checked.
        for (const Other& other : others_) {
            json::value& target = value_at(whole, *other.column, other.item);
            if (!target.is_string()) target = std::string(kAnyEvent);
        }
        auto submission = submission_from_json(json::serialize(whole), *context_.codes);
        if (!submission) refuse_by_path(submission.error().context);
        return submission;
    }

    // "body.kind: reason" against the column of that path.
    void refuse_by_path(const std::string& context) {
        const std::size_t colon = context.find(": ");
        const std::string path = context.substr(0, colon);
        const std::string reason = colon == std::string::npos ? context : context.substr(colon + 2);
        const std::string name = column_of_path(path);
        for (const PlacedColumn& placed : reader_.columns_) {
            const CsvColumn& column = placed.column;
            const bool reason_of_event = path == "reason" && column.name == "event_reason";
            const bool of_subject =
                path.starts_with("subject") && column.kind == CsvColumnKind::subject;
            const bool same = column.name == name || column.name == name + "_id";
            if (reason_of_event || of_subject || (same && path != "reason")) {
                refuse(column, row_.values[placed.place], reason);
                return;
            }
        }
        refuse_row(context);
    }

    void refuse(const CsvColumn& column, std::string_view value, std::string_view reason) {
        refused_ = true;
        refusals_.push_back(
            {reader_.file_,
             row_.line,
             column.name,
             may_be_shown(column.kind) ? value_shown(value) : "",
             std::string(reason),
             true}
        );
    }
    void refuse_row(std::string reason) {
        refused_ = true;
        refusals_.push_back({reader_.file_, row_.line, "", "", std::move(reason), true});
    }

    static constexpr std::string_view kAnyEvent = "ffffffff-ffff-8fff-bfff-ffffffffffff";

    const CsvRowReader& reader_;
    const CsvRowContext& context_;
    const CsvRow& row_;
    std::vector<ImportRefusal>& refusals_;
    json::object event_;
    json::object content_;
    std::string row_id_;
    std::vector<Other> others_;
    std::map<std::string, std::pair<std::size_t, const CsvColumn*>> item_counts_;
    bool refused_ = false;
};

Result<CsvRowReader> CsvRowReader::open(const CsvFile& file, CsvRowContext context) {
    const std::vector<CsvColumn> known = csv_columns(context.type);
    CsvRowReader reader(std::move(context), file.name);
    reader.width_ = file.columns.size();
    std::map<std::string, std::size_t> places;
    std::vector<std::string> unknown;
    for (std::size_t place = 0; place < file.columns.size(); ++place) {
        const std::string name = csv_upper(csv_trimmed(file.columns[place]));
        const bool is_known = std::ranges::any_of(known, [&](const CsvColumn& column) {
            return csv_upper(column.name) == name;
        });
        if (!is_known) {
            unknown.push_back("\"" + value_shown(csv_trimmed(file.columns[place])) + "\"");
        } else if (!places.emplace(name, place).second) {
            return wrong_columns(file.name, "column " + value_shown(name) + " stands twice", known);
        }
    }
    if (!unknown.empty()) {
        return wrong_columns(file.name, "unknown column " + joined_names(unknown), known);
    }
    std::vector<std::string> missing;
    for (const CsvColumn& column : known) {
        const auto place = places.find(csv_upper(column.name));
        if (place != places.end()) {
            reader.columns_.push_back({column, place->second});
        } else if (column.required && !column.of_structs) {
            missing.push_back(column.name);
        }
    }
    if (!missing.empty()) {
        return wrong_columns(file.name, "missing column " + joined_names(missing), known);
    }
    return reader;
}

std::optional<CsvEvent> CsvRowReader::read(const CsvRow& row, std::vector<ImportRefusal>& refusals)
    const {
    return RowInHand(*this, row, refusals).read();
}

}  // namespace tyst
