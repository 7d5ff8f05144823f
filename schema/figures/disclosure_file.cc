#include <algorithm>
#include <array>

#include "schema/figures/figure_files.h"
#include "schema/toml_document.h"

namespace tyst {
namespace {

constexpr auto kInvalidAudience = ErrorCode::invalid_rule_file;
constexpr std::int64_t kRoundToMax = 100;
constexpr std::int64_t kThresholdMax = 50;
constexpr std::array<std::string_view, 4> kDoubted = {
    "round_to", "threshold", "percentages", "kept_back"
};

}  // namespace

Result<DisclosureAudience> read_audience(const ReferenceFileText& file) {
    TYST_ASSIGN(const TomlValue top, parse_toml(file.path, file.text, kInvalidAudience));
    TomlTableReader reader(top, file.path, kInvalidAudience);
    DisclosureAudience audience;
    audience.id = reader.text("audience");
    audience.version = reader.text("version");
    audience.title = {reader.text("title_en"), reader.text("title_cy")};
    static_cast<void>(reader.flag("cy_draft"));
    audience.source = reader.text("source");
    audience.round_to = static_cast<std::uint64_t>(reader.number("round_to", 1, kRoundToMax));
    audience.threshold = static_cast<std::uint64_t>(reader.number("threshold", 0, kThresholdMax));
    audience.percentages = reader.flag("percentages");
    audience.kept_back = reader.optional_text("kept_back");
    if (reader.has("unverified")) audience.unverified = reader.texts("unverified");
    if ("disclosure/" + audience.id + ".toml" != file.path) {
        reader.refuse(reader.line_of("audience"), "a file is named after its audience");
    }
    if (audience.exact() != audience.kept_back.empty()) {
        reader.refuse(
            reader.line_of("audience"),
            "'kept_back' is the mark of counts that are kept back: there is one where round_to is "
            "above 1 or threshold is, and none elsewhere"
        );
    }
    for (const std::string& key : audience.unverified) {
        if (std::ranges::find(kDoubted, key) == kDoubted.end()) {
            reader.refuse(reader.line_of("unverified"), "'" + key + "' is no key of this file");
        }
    }
    TYST_TRY(reader.finish());
    return audience;
}

}  // namespace tyst
