#include "cli/return_reading.h"

#include <algorithm>
#include <utility>

#include "cli/reading.h"
#include "cli/reference_adoption.h"
#include "cli/returns.h"
#include "cli/rule_source.h"
#include "ledger/intake/return_xml_file.h"

namespace tyst::cli {
namespace {

Result<void> require_form(const ReferenceSet& reference) {
    if (reference.return_form(kReturnForm) == nullptr ||
        reference.return_rules(kReturnForm) == nullptr) {
        return fail(
            ErrorCode::not_found,
            "the reference set holds no form ssda903 or no texts of its checks: adopt a newer set "
            "(tyst rules adopt)"
        );
    }
    return {};
}

Result<std::unique_ptr<LoadedReturns>> loaded_under(ReferenceSet reference) {
    TYST_TRY(require_form(reference));
    return std::make_unique<LoadedReturns>(LoadedReturns{std::move(reference), {}, {}, {}});
}

}  // namespace

ReturnCheckInput LoadedReturns::input(std::size_t years) const {
    ReturnCheckInput input;
    input.current = &snapshots.back();
    const std::size_t earlier = snapshots.size() - 1;
    for (std::size_t at = earlier - std::min(earlier, years - 1); at < earlier; ++at) {
        input.earlier.push_back(&snapshots[at]);
    }
    return input;
}

const ReturnRuleTexts& LoadedReturns::texts() const {
    return *reference.return_rules(kReturnForm);
}

const ReturnRuleText& LoadedReturns::text_of(std::uint16_t rule) const {
    return *texts().find(return_rules()[rule].code);
}

Result<std::unique_ptr<LoadedReturns>> load_returns(
    const std::vector<std::string>& directories, int year
) {
    TYST_ASSIGN(ReferenceSet reference, embedded_reference_set());
    TYST_ASSIGN(auto loaded, loaded_under(std::move(reference)));
    const ReturnForm* const form = loaded->reference.return_form(kReturnForm);
    const auto pool = std::make_shared<TextPool>();
    int each = year - static_cast<int>(directories.size()) + 1;
    for (const std::string& directory : directories) {
        TYST_ASSIGN(Ssda903Return received, read_any_ssda903_return(directory, each));
        TYST_ASSIGN(ReadSnapshot read, snapshot_of(std::move(received), form->layout(each), pool));
        loaded->snapshots.push_back(std::move(read.snapshot));
        loaded->misread = std::move(read.misread);
        ++each;
    }
    return loaded;
}

Result<std::unique_ptr<LoadedReturns>> load_returns(Ledger& ledger, int year) {
    TYST_ASSIGN(ReferenceSet reference, reference_set_of(ledger));
    TYST_ASSIGN(auto loaded, loaded_under(std::move(reference)));
    const ReturnForm* const form = loaded->reference.return_form(kReturnForm);
    TYST_ASSIGN(const auto statements, read_statements(ledger, kReturnForm, thread_count()));
    TYST_TRY(statement_of_year(statements, year));
    const auto pool = std::make_shared<TextPool>();
    for (std::size_t at = 0; at < statements.size(); ++at) {
        const auto each = static_cast<int>(statements[at].received.year);
        const bool sent_again = at + 1 < statements.size() &&
                                statements[at + 1].received.year == statements[at].received.year;
        if (each > year || sent_again) {
            continue;
        }
        TYST_ASSIGN(auto taken, snapshot_of(statements[at], form->layout(each), pool));
        loaded->snapshots.push_back(std::move(taken.snapshot));
        loaded->events = std::move(taken.events);
    }
    return loaded;
}

}  // namespace tyst::cli
