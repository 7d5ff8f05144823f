#include <filesystem>
#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reference_adoption.h"
#include "cli/rule_source.h"
#include "cli/session.h"
#include "schema/local_files.h"

namespace tyst::cli {
namespace {

struct RulesAdoptOptions {
    LedgerOptions ledger;
    std::vector<std::string> files;
    std::string by;
    std::string second;
};

// Letters of any case and blanks do not make a second person.
std::string bare_name(const std::string& name) {
    std::string bare;
    for (const char character : name) {
        if (character == ' ') continue;
        const bool capital = character >= 'A' && character <= 'Z';
        bare += capital ? static_cast<char>(character - 'A' + 'a') : character;
    }
    return bare;
}

// Stands in the log for ever: who decided it, and which files.
std::string reason_for_adoption(const RulesAdoptOptions& options) {
    std::vector<std::string> names;
    names.reserve(options.files.size());
    for (const std::string& file : options.files) {
        names.push_back(std::filesystem::path(file).filename().string());
    }
    return fmt::format(
        "local reference files adopted by {}, seconded by {}: {}",
        options.by,
        options.second,
        fmt::join(names, ", ")
    );
}

Result<ExitCode> adopt_files(const RulesAdoptOptions& options, const Surroundings& surroundings) {
    const std::string by = bare_name(options.by);
    if (by.empty() || bare_name(options.second).empty()) {
        return usage_error(surroundings, "--by and --second each name a person");
    }
    if (by == bare_name(options.second)) {
        return usage_error(surroundings, "--by and --second are two persons, not one");
    }
    TYST_ASSIGN(const auto files, read_reference_files(options.files, surroundings));
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const auto adopted, reference_set_of(*ledger));
    TYST_TRY(check_adoptable(adopted, files));
    TYST_ASSIGN(const auto proposed, load_with(adopted, files));
    if (proposed.digest() == adopted.digest()) {
        surroundings.err << "the adopted set holds these files already; nothing was written\n";
        return ExitCode::ok;
    }
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(
        const Receipt receipt, adopt(*ledger, actor, proposed, reason_for_adoption(options))
    );
    TYST_TRY(ledger->checkpoint());
    surroundings.err << fmt::format(
        "adopted as entry {}: {} versions of rules, digest {}\n"
        "Answers and stored views follow it from now on.\n",
        receipt.index.value,
        proposed.rules().size(),
        to_hex(proposed.digest().view()).substr(0, 16)
    );
    return ExitCode::ok;
}

}  // namespace

void add_rules_adopt(Command parent, CommandLine& line) {
    auto options = std::make_shared<RulesAdoptOptions>();
    Command command = parent.add(
        {"adopt",
         "Lay local reference files beside the adopted ones, by two persons",
         "tyst rules adopt pledge.toml --ledger demo --by \"A. Pennaeth\" --second \"B. "
         "Cyfarwyddwr\""}
    );
    command.option("files", options->files, "Rules, codes, a calendar or school terms")
        .required()
        .shown_as("FILE");
    command.option("--by", options->by, "Who adopts them").required().shown_as("NAME");
    command.option("--second", options->second, "Who stands by it: somebody else")
        .required()
        .shown_as("NAME");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return adopt_files(*options, surroundings);
    });
}

}  // namespace tyst::cli
