#include "projections/returns/return_xml.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "schema/returns/return_xml_form.h"

namespace tyst {
namespace {

constexpr std::size_t kProblemsNamed = 5;

// Characters that XML 1.0 cannot hold at all.
bool is_forbidden(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x20 && letter != '\t' && letter != '\n' && letter != '\r';
}

// A carriage return is written by its number: a reader makes a line feed of a plain one.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '\r':
                result += "&#13;";
                break;
            default:
                result += letter;
        }
    }
    return result;
}

class XmlWriter {
  public:
    XmlWriter(const ExportedReturn& exported, const ReturnLayout& layout)
        : exported_(exported), layout_(layout) {}

    Result<std::string> run() {
        text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        open(0, kReturnXmlRoot);
        for (const ExportedChild& child : exported_.children) {
            ++child_;
            write(child);
        }
        close(0, kReturnXmlRoot);
        if (problems_ == 0) return std::move(text_);
        return fail(
            ErrorCode::invalid_value,
            fmt::format(
                "{} values do not fit the XML form of {}: {}{}. Write CSV instead, or put them "
                "right",
                problems_,
                kReturnXmlYear,
                named_,
                problems_ > kProblemsNamed ? "; …" : ""
            )
        );
    }

  private:
    using Rows = std::vector<const ExportedRow*>;

    static Rows rows_of(const ExportedChild& child, std::string_view table) {
        Rows rows;
        for (const ExportedRow& row : child.rows) {
            if (row.table == table) rows.push_back(&row);
        }
        return rows;
    }

    void write(const ExportedChild& child) {
        open(1, kReturnXmlChild);
        open(2, kReturnXmlHeader);
        for (const ReturnXmlElement& element : return_xml_header()) {
            if (element.is_list()) {
                write_list(child, element);
            } else if (element.name == kReturnXmlAsylumFlag) {
                write_value(3, element, rows_of(child, "uasc").empty() ? "0" : "1");
            } else {
                const Rows rows = rows_of(child, element.table);
                if (rows.size() > 1) tell(element.name, "stands more than once");
                write_value(3, element, rows.empty() ? "" : value_of(*rows.front(), element));
            }
        }
        close(2, kReturnXmlHeader);
        const Rows episodes = rows_of(child, "episodes");
        if (episodes.size() > kReturnXmlEpisodesMax) {
            tell(kReturnXmlEpisode, "stands more often than the form allows");
        }
        for (const ExportedRow* episode : episodes) {
            write_row(2, kReturnXmlEpisode, *episode, return_xml_episode());
        }
        close(1, kReturnXmlChild);
    }

    void write_list(const ExportedChild& child, const ReturnXmlElement& list) {
        const Rows rows = rows_of(child, list.table);
        if (rows.size() > list.most) tell(list.name, "stands more often than the form allows");
        for (const ExportedRow* row : rows) {
            write_row(3, list.name, *row, list.elements);
        }
    }

    void write_row(
        int level,
        std::string_view name,
        const ExportedRow& row,
        std::span<const ReturnXmlElement> elements
    ) {
        open(level, name);
        for (const ReturnXmlElement& element : elements) {
            write_value(level + 1, element, value_of(row, element));
        }
        close(level, name);
    }

    void write_value(int level, const ReturnXmlElement& element, std::string_view value) {
        check(element, value);
        if (value.empty() && !element.required) return;
        text_.append(static_cast<std::size_t>(2 * level), ' ');
        text_ += fmt::format("<{0}>{1}</{0}>\n", element.name, escaped(value));
    }

    void check(const ReturnXmlElement& element, std::string_view value) {
        if (value.empty() && !element.required) return;
        // UTF-8 continues a letter in bytes from 0x80 to 0xbf.
        const auto letters = static_cast<std::size_t>(std::ranges::count_if(value, [](char byte) {
            return (byte & 0xc0) != 0x80;
        }));
        const bool dated = value.empty() || element.text == XmlText::letters ||
                           parse_slashed_date(value).has_value();
        if (letters < element.least || letters > element.most) {
            tell(
                element.name,
                fmt::format(
                    "has {} letters where the form has {} to {}",
                    letters,
                    element.least,
                    element.most
                )
            );
        } else if (!dated) {
            tell(element.name, "is no date");
        } else if (std::ranges::any_of(value, is_forbidden)) {
            tell(element.name, "holds a character that XML cannot hold");
        }
    }

    std::string_view value_of(const ExportedRow& row, const ReturnXmlElement& element) const {
        const auto place = layout_.table(element.table)->place_of(element.column);
        return place ? std::string_view(row.values[*place]) : std::string_view();
    }

    void tell(std::string_view element, std::string_view what) {
        if (problems_++ >= kProblemsNamed) return;
        named_ += named_.empty() ? "" : "; ";
        named_ += fmt::format(
            "/{}/{}[{}]/…/{} {}", kReturnXmlRoot, kReturnXmlChild, child_, element, what
        );
    }

    void open(int level, std::string_view name) {
        text_.append(static_cast<std::size_t>(2 * level), ' ');
        text_ += fmt::format("<{}>\n", name);
    }
    void close(int level, std::string_view name) {
        text_.append(static_cast<std::size_t>(2 * level), ' ');
        text_ += fmt::format("</{}>\n", name);
    }

    const ExportedReturn& exported_;
    const ReturnLayout& layout_;
    std::string text_;
    std::size_t child_ = 0;
    std::size_t problems_ = 0;
    std::string named_;
};

}  // namespace

Result<std::string> return_as_xml(const ExportedReturn& exported, const ReturnLayout& layout) {
    if (exported.year > kReturnXmlYear) {
        std::string tables;
        for (const ReturnTableLayout& table : layout.tables) {
            if (table.id != "social_worker" && table.id != "dolo") continue;
            tables += (tables.empty() ? " It has no element for " : ", ") + table.id;
        }
        return fail(
            ErrorCode::invalid_value,
            fmt::format(
                "year {}: the XML form known here is that of {}.{}{}. Write CSV instead",
                exported.year,
                kReturnXmlYear,
                tables,
                exported.year >= 2026 ? ", nor room for places of three letters (Z11 to Z14)" : ""
            )
        );
    }
    return XmlWriter(exported, layout).run();
}

}  // namespace tyst
