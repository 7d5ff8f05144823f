#include "cli/rule_source.h"

#include <utility>

#include "cli/line_file.h"
#include "cli/reference_adoption.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

constexpr std::uint64_t kReferenceFileMax = 1U << 20U;  // what an attachment may hold

Result<ReferenceFileText> read_reference_file(
    const std::string& name, const Surroundings& surroundings
) {
    TYST_ASSIGN(const LineFile file, LineFile::open(name, surroundings.in));
    if (file.size() > kReferenceFileMax) {
        return fail(ErrorCode::too_large, name + ": a reference file holds at most 1 MiB");
    }
    ReferenceFileText read{name, std::string(file.size(), '\0')};
    for (std::uint64_t at = 0; at < file.size();) {
        TYST_ASSIGN(const std::size_t taken, file.read(at, std::span(read.text).subspan(at)));
        at += taken;
    }
    return read;
}

}  // namespace

Result<ReferenceSet> reference_set_of(
    const LedgerOptions& ledger_options, const Surroundings& surroundings
) {
    if (ledger_options.directory.empty()) return embedded_reference_set();
    TYST_ASSIGN(const auto ledger, open_ledger(ledger_options, surroundings));
    return reference_set_of(*ledger);
}

Result<ReferenceSet> reference_set_of(Ledger& ledger) {
    TYST_ASSIGN(auto adopted, adopted_reference_set(ledger));
    if (!adopted) {
        return fail(
            ErrorCode::not_found,
            "the ledger has adopted no reference set; run the same `tyst init` again to finish it"
        );
    }
    return *std::move(adopted);
}

Result<ReferenceSet> reference_set_named(Ledger& ledger, const std::string& name) {
    if (name == "adopted") return reference_set_of(ledger);
    if (name == "program") return embedded_reference_set();
    return adopted_reference_set(ledger, name);
}

Result<std::vector<ReferenceFileText>> read_reference_files(
    const std::vector<std::string>& names, const Surroundings& surroundings
) {
    std::vector<ReferenceFileText> files;
    for (const std::string& name : names) {
        TYST_ASSIGN(ReferenceFileText file, read_reference_file(name, surroundings));
        files.push_back(std::move(file));
    }
    return files;
}

}  // namespace tyst::cli
