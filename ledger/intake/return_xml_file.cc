#include "ledger/intake/return_xml_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include <expat.h>
#include <openssl/sha.h>

#include "schema/returns/return_xml_form.h"

namespace tyst {
namespace {

using Element = ReturnXmlElement;

constexpr std::size_t kShownLettersMax = 20;
// Only the root may say of which schema it is.
constexpr std::string_view kSchemaAttributes[] = {"xmlns", "xmlns:xsi", "xsi:schemaLocation"};
constexpr std::string_view kSchemaFile = "xsi:noNamespaceSchemaLocation";

// The values of one row, by column.
using RowValues = std::map<std::string_view, std::string>;

// Collects the elements of the form while expat reads; the first mistake ends the reading.
class XmlReader {
  public:
    explicit XmlReader(const std::string& name)
        : name_(name), parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const XML_Char* element, const XML_Char** attributes) {
                static_cast<XmlReader*>(self)->begin(element, attributes);
            },
            [](void* self, const XML_Char*) { static_cast<XmlReader*>(self)->end(); }
        );
        XML_SetCharacterDataHandler(
            parser_.get(),
            [](void* self, const XML_Char* text, int length) {
                static_cast<XmlReader*>(self)->text({text, static_cast<std::size_t>(length)});
            }
        );
        XML_SetStartDoctypeDeclHandler(
            parser_.get(),
            [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                static_cast<XmlReader*>(self)->refuse("a document type stands here: take it out");
            }
        );
    }

    Result<std::vector<Ssda903File>> read(std::string_view content) {
        constexpr std::size_t kStep = std::size_t{1} << 20U;
        for (std::size_t at = 0; at < content.size() && !mistake_; at += kStep) {
            const std::string_view piece = content.substr(at, kStep);
            parse(piece, at + kStep >= content.size());
        }
        if (content.empty()) parse({}, true);
        if (mistake_) return fail(ErrorCode::invalid_value, *mistake_);
        return std::move(files_);
    }

  private:
    enum class Inside { nothing, root, child, header, list, episode, value };

    void parse(std::string_view piece, bool last) {
        const auto status =
            XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
        if (status == XML_STATUS_OK || mistake_) return;
        refuse(std::string("no XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())));
    }

    void refuse(const std::string& reason) {
        if (mistake_) return;
        mistake_ = name_ + ", line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())) +
                   ", " + (path_.empty() ? "/" : path_text()) + ": " + reason;
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    [[nodiscard]] std::string path_text() const {
        std::string text;
        for (const std::string& step : path_) {
            text += "/" + step;
        }
        return text;
    }

    // ---- elements ----

    void begin(std::string_view element, const XML_Char** attributes) {
        if (mistake_) return;
        path_.push_back(step_of(element));
        refuse_attributes(attributes);
        switch (inside()) {
            case Inside::nothing:
                enter(element == kReturnXmlRoot, Inside::root);
                break;
            case Inside::root:
                if (enter(element == kReturnXmlChild, Inside::child)) begin_child();
                break;
            case Inside::child:
                begin_part(element);
                break;
            case Inside::header:
                begin_element(element, return_xml_header());
                break;
            case Inside::list:
                begin_element(element, list_->elements);
                break;
            case Inside::episode:
                begin_element(element, return_xml_episode());
                break;
            case Inside::value:
                refuse("an element stands where a value must stand");
                break;
        }
    }

    [[nodiscard]] Inside inside() const {
        return within_.empty() ? Inside::nothing : within_.back();
    }

    bool enter(bool expected, Inside what) {
        if (!expected) {
            refuse("the form has no such element here");
            return false;
        }
        within_.push_back(what);
        return true;
    }

    // The name, cut and with its place where it may stand several times.
    std::string step_of(std::string_view element) {
        std::string step(element.substr(0, 2 * kShownLettersMax));
        if (element == kReturnXmlChild) step += "[" + std::to_string(children_ + 1) + "]";
        if (element == kReturnXmlEpisode) step += "[" + std::to_string(episodes_.size() + 1) + "]";
        return step;
    }

    void refuse_attributes(const XML_Char** attributes) {
        for (; *attributes != nullptr; attributes += 2) {
            const std::string_view attribute = *attributes;
            const bool schema =
                path_.size() == 1 &&
                (attribute == kSchemaFile ||
                 std::ranges::find(kSchemaAttributes, attribute) != std::end(kSchemaAttributes));
            if (!schema) refuse("the form has no attributes");
        }
    }

    void begin_child() {
        ++children_;
        header_.clear();
        has_header_ = false;
        lists_.clear();
        episodes_.clear();
    }

    void begin_part(std::string_view element) {
        if (element == kReturnXmlHeader) {
            if (has_header_) refuse("stands twice");
            has_header_ = true;
            enter(true, Inside::header);
            return;
        }
        if (!enter(element == kReturnXmlEpisode, Inside::episode)) return;
        if (episodes_.size() == kReturnXmlEpisodesMax) refuse("stands more often than 366 times");
        episodes_.emplace_back();
    }

    void begin_element(std::string_view element, std::span<const Element> form) {
        const auto found = std::ranges::find(form, element, &Element::name);
        if (!enter(found != form.end(), Inside::value)) return;
        if (found->is_list()) {
            within_.back() = Inside::list;
            list_ = &*found;
            auto& rows = lists_[found->table];
            if (rows.size() == found->most) {
                refuse("stands more often than " + std::to_string(found->most) + " times");
            }
            rows.emplace_back();
            return;
        }
        value_ = &*found;
        value_text_.clear();
        if (row().contains(found->name)) refuse("stands twice");
    }

    // The row that a value belongs to: of a list, of an episode, or the header.
    RowValues& row() {
        const Inside around = within_[within_.size() - 2];
        if (around == Inside::list) return lists_[list_->table].back();
        return around == Inside::episode ? episodes_.back() : header_;
    }

    void text(std::string_view letters) {
        if (mistake_) return;
        if (inside() == Inside::value) {
            value_text_ += letters;
            if (value_text_.size() > kCsvRowBytesMax) refuse("a value of more than 32 KiB");
        } else if (letters.find_first_not_of(" \t\r\n") != std::string_view::npos) {
            refuse("text stands where elements must stand");
        }
    }

    void end() {
        if (mistake_) return;
        switch (inside()) {
            case Inside::value:
                row()[value_->name] = value_text_;
                break;
            case Inside::list:
                require(lists_[list_->table].back(), list_->elements);
                break;
            case Inside::episode:
                require(episodes_.back(), return_xml_episode());
                break;
            case Inside::header:
                require(header_, return_xml_header());
                break;
            case Inside::child:
                end_child();
                break;
            default:
                break;
        }
        within_.pop_back();
        path_.pop_back();
    }

    void require(const RowValues& values, std::span<const Element> form) {
        for (const Element& element : form) {
            if (element.required && !values.contains(element.name)) {
                refuse("has no element " + std::string(element.name));
            }
        }
    }

    // ---- rows ----

    void end_child() {
        if (!has_header_) refuse("has no element " + std::string(kReturnXmlHeader));
        if (mistake_) return;
        add_row(Ssda903Table::header, "header", header_, return_xml_header());
        add_asylum();
        for (const std::string_view table : {"ad1", "oc3"}) {
            add_where_stated(table);
        }
        for (const auto& [table, rows] : lists_) {
            const Element& list =
                *std::ranges::find(return_xml_header(), table, [](const Element& one) {
                    return one.is_list() ? one.table : std::string_view();
                });
            for (const RowValues& values : rows) {
                add_row(*ssda903_table(table), table, values, list.elements);
            }
        }
        for (const RowValues& values : episodes_) {
            add_row(Ssda903Table::episodes, "episodes", values, return_xml_episode());
        }
    }

    void add_asylum() {
        const std::string& flag = header_[kReturnXmlAsylumFlag];
        if (!flag.empty() && flag != "0" && flag != "1") {
            path_.emplace_back(
                std::string(kReturnXmlHeader) + "/" + std::string(kReturnXmlAsylumFlag)
            );
            refuse("'" + shown(flag) + "' is neither 0 nor 1");
            return;
        }
        if (flag == "1") {
            add_row(
                Ssda903Table::unaccompanied_asylum_seeking, "uasc", header_, return_xml_header()
            );
        } else if (!header_["DUC"].empty()) {
            path_.emplace_back(std::string(kReturnXmlHeader) + "/DUC");
            refuse("the flag UASC is not 1, and a day on which that ceased stands here");
        }
    }

    // A row of a table whose values stand in the header, where any of them is given.
    void add_where_stated(std::string_view table) {
        const bool stated = std::ranges::any_of(return_xml_header(), [&](const Element& element) {
            return !element.is_list() && element.table == table && !header_[element.name].empty();
        });
        if (stated) add_row(*ssda903_table(table), table, header_, return_xml_header());
    }

    void add_row(
        Ssda903Table table,
        std::string_view id,
        const RowValues& values,
        std::span<const Element> form
    ) {
        Ssda903File& file = file_of(table);
        CsvRow row;
        for (const std::string& column : file.csv.columns) {
            row.values.push_back(value_of(id, column, values, form));
        }
        row.line = static_cast<std::uint32_t>(file.csv.rows.size()) + 2;
        file.csv.rows.push_back(std::move(row));
    }

    // CHILD, DOB and SEX stand in the header alone.
    std::string value_of(
        std::string_view table,
        std::string_view column,
        const RowValues& values,
        std::span<const Element> form
    ) const {
        for (const Element& element : form) {
            if (element.is_list() || element.table != table || element.column != column) continue;
            const auto found = values.find(element.name);
            return found == values.end() ? "" : found->second;
        }
        for (const Element& element : return_xml_header()) {
            if (element.table != "header" || element.column != column) continue;
            const auto found = header_.find(element.name);
            return found == header_.end() ? "" : found->second;
        }
        return "";
    }

    Ssda903File& file_of(Ssda903Table table) {
        const auto found = std::ranges::find(files_, table, &Ssda903File::table);
        if (found != files_.end()) return *found;
        const Ssda903TableShape& shape = shape_of(table);
        Ssda903File file;
        file.table = table;
        file.csv.name = name_ + "." + std::string(shape.name) + ".csv";
        file.csv.columns.assign(shape.columns.begin(), shape.columns.end());
        file.order = usual_order(table, file.csv.columns);
        return files_.emplace_back(std::move(file));
    }

    static std::string shown(std::string_view value) {
        std::string text(value.substr(0, kShownLettersMax));
        for (char& letter : text) {
            if (letter < ' ' || letter > '~') letter = '?';
        }
        return text;
    }

    std::string name_;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    std::optional<std::string> mistake_;
    std::vector<std::string> path_;
    std::vector<Inside> within_;
    const Element* list_ = nullptr;
    const Element* value_ = nullptr;
    std::string value_text_;
    std::size_t children_ = 0;
    bool has_header_ = false;
    RowValues header_;  // by names of elements, as all rows here
    std::map<std::string_view, std::vector<RowValues>> lists_;  // by table
    std::vector<RowValues> episodes_;
    std::vector<Ssda903File> files_;
};

}  // namespace

Result<Ssda903Return> parse_ssda903_xml(
    const std::string& name, std::string_view content, int year
) {
    if (year != kReturnXmlYear) {
        return fail(
            ErrorCode::invalid_value,
            name + ": the XML form known here is that of " + std::to_string(kReturnXmlYear) +
                "; a return of year " + std::to_string(year) + " is read from CSV files"
        );
    }
    Ssda903Return received;
    received.year = year;
    XmlReader reader(name);
    TYST_ASSIGN(received.files, reader.read(content));
    if (received.files.empty()) {
        return fail(ErrorCode::not_found, name + ": holds no child");
    }
    std::ranges::sort(received.files, {}, &Ssda903File::table);
    Hash digest;
    SHA256(
        reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.bytes.data()
    );
    for (Ssda903File& file : received.files) {
        file.csv.digest = digest;
    }
    received.written_in = {name, digest};
    return received;
}

Result<Ssda903Return> read_ssda903_xml(const std::filesystem::path& path, int year) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (failure) return fail(ErrorCode::not_found, path.string() + ": " + failure.message());
    if (size > kCsvFileBytesMax) {
        return fail(ErrorCode::too_large, path.filename().string() + ": more than 256 MiB");
    }
    std::ifstream file(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    if (!file) return fail(ErrorCode::io_failed, path.string() + ": cannot be read");
    return parse_ssda903_xml(path.filename().string(), content, year);
}

Result<Ssda903Return> read_any_ssda903_return(const std::filesystem::path& place, int year) {
    const std::string ending = place.extension().string();
    const bool xml = ending == ".xml" || ending == ".XML";
    return xml ? read_ssda903_xml(place, year) : read_ssda903_return(place, year);
}

}  // namespace tyst
