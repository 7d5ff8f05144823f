#include <algorithm>
#include <charconv>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/target_desk.h"
#include "projections/panel/panel_facts.h"

namespace tyst::cli {
namespace {

constexpr std::string_view kComputed = "computed";

struct TargetSetOptions {
    LedgerOptions ledger;
    std::string action;
    std::string text_en;
    std::string text_cy;
    std::string figure;
    std::string direction;
    std::string baseline_day;
    std::string baseline;
    std::string target;
    std::string target_day;
    std::string due;
    NamedPerson owner;
    std::string day;
};

std::optional<std::uint64_t> whole_number(const std::string& text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && last == end && !text.empty() ? std::optional(number)
                                                                : std::nullopt;
}

std::string check_number(const std::string& text) {
    return whole_number(text) ? "" : "'" + text + "' is not a whole number";
}

std::optional<Date> date_of(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(parse_date(text).value());
}

// Empty where the options fit together, otherwise what does not.
std::string misfit(const TargetSetOptions& options) {
    const bool measured = !options.direction.empty() || !options.baseline_day.empty() ||
                          !options.baseline.empty() || !options.target.empty() ||
                          !options.target_day.empty();
    if (options.figure.empty()) {
        return measured ? "without --figure nothing is measured: leave out --direction, "
                          "--baseline-day, --baseline, --target and --target-day, or name the "
                          "figure"
                        : "";
    }
    if (options.direction.empty() || options.target.empty() || options.baseline.empty()) {
        return "with --figure say --direction, --baseline and --target as well";
    }
    if (options.baseline == kComputed && options.baseline_day.empty()) {
        return "--baseline computed needs --baseline-day";
    }
    const auto from = date_of(options.baseline_day);
    const auto to = date_of(options.target_day);
    return from && to && *to <= *from ? "--target-day has to come after --baseline-day" : "";
}

Result<std::uint64_t> baseline_of(const TargetSetOptions& options, Reading& reading) {
    if (options.baseline != kComputed) return *whole_number(options.baseline);
    return panel::figure_on(
        *reading.ledger,
        reading.reference,
        {reading.question, {}, thread_count()},
        options.figure,
        *date_of(options.baseline_day)
    );
}

Result<TargetSet> target_of(const TargetSetOptions& options, Reading& reading) {
    TargetSet set;
    set.action = options.action;
    set.text_en = options.text_en;
    set.text_cy = options.text_cy;
    set.due = date_of(options.due);
    set.owner = options.owner.citation();
    if (options.figure.empty()) return set;
    if (!panel::is_target_figure(options.figure)) {
        return fail(
            ErrorCode::unknown_code,
            fmt::format(
                "--figure: '{}' is no figure; `tyst figures` and docs/panel.md list them",
                options.figure
            )
        );
    }
    set.figure = options.figure;
    set.direction = options.direction;
    set.baseline_day = date_of(options.baseline_day);
    TYST_ASSIGN(set.baseline, baseline_of(options, reading));
    set.target = *whole_number(options.target);
    set.target_day = date_of(options.target_day);
    return set;
}

Result<ExitCode> set_target(const TargetSetOptions& options, const Surroundings& surroundings) {
    if (const std::string why = misfit(options); !why.empty()) {
        return usage_error(surroundings, why);
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, {}, surroundings));
    TYST_ASSIGN(TargetSet set, target_of(options, reading));
    const std::string measured =
        set.figure.empty()
            ? "no figure shows it: record how it stands with `tyst target progress`"
            : fmt::format("{} from {} {} {}", set.figure, set.baseline, set.direction, set.target);
    TYST_ASSIGN(
        const Receipt receipt,
        record_statement(reading, std::move(set), options.day, "en", surroundings)
    );
    surroundings.out << fmt::format(
        "action    {}\nmeasured  {}\nrecorded  {}\n",
        options.action,
        measured,
        place_of(receipt.index)
    );
    return ExitCode::ok;
}

void add_measure_options(Command command, TargetSetOptions& options) {
    command
        .option("--figure", options.figure, "The figure that shows it, such as placement.parents")
        .shown_as("ID");
    command.option("--direction", options.direction, "Which way the figure should go")
        .one_of({"at-most", "at-least"});
    command.option("--baseline-day", options.baseline_day, "Day from which the change is counted")
        .shown_as("DATE")
        .checked(check_date);
    command
        .option(
            "--baseline",
            options.baseline,
            "The figure on that day, or \"computed\": as this ledger counts it"
        )
        .shown_as("N|computed")
        .checked([](const std::string& text) {
            return text == kComputed ? std::string() : check_number(text);
        });
    command.option("--target", options.target, "The figure to be reached")
        .shown_as("N")
        .checked(check_number);
    command.option("--target-day", options.target_day, "Day by which it is to be reached")
        .shown_as("DATE")
        .checked(check_date);
}

}  // namespace

void add_target_set(Command parent, CommandLine& line) {
    auto options = std::make_shared<TargetSetOptions>();
    Command command = parent.add(
        {"set",
         "Record what an action is to reach; a later one of the same action replaces it",
         "tyst target set action-9 --text-en \"Fewer children placed with parents\" "
         "--text-cy \"Llai o blant gyda'u rhieni\" --figure placement.parents --direction at-most "
         "--baseline-day 2015-06-30 --baseline computed --target 32 --target-day 2016-07-31 "
         "--due 2016-08-31 --owner \"A. Officer\" --owner-role \"Operational manager\" "
         "--ledger demo"}
    );
    command.option("action", options->action, "The action's id, the same all along")
        .shown_as("ACTION")
        .required();
    command.option("--text-en", options->text_en, "What is to be reached, in English").required();
    command.option("--text-cy", options->text_cy, "The same in Welsh").required();
    add_measure_options(command, *options);
    command.option("--due", options->due, "Day by which the action is due, where it is another")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--owner", options->owner.name, "Who answers for it, by name").required();
    command.option("--owner-role", options->owner.role, "Their office");
    command.option("--on", options->day, "Day on which it was set (default: today)")
        .shown_as("DATE")
        .checked(check_date);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return set_target(*options, surroundings);
    });
}

}  // namespace tyst::cli
