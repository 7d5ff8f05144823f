#include "cli/event_lines.h"

#include <functional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "cli/own_commands.h"
#include "schema/event_catalogue.h"
#include "schema/event_json.h"

namespace tyst::cli {
namespace {

using Line = LineReader::Line;

std::string name_of(const Line& line) {
    return fmt::format("line {}", line.number);
}

std::unexpected<Error> changed(const std::string& where) {
    return fail(ErrorCode::io_failed, where + ": the input has changed since it was checked");
}

// Ledger::prepare would refuse another authority too, but it does not know the line.
Result<void> check_authority(const SubjectReference& subject, const std::string& own) {
    if (subject.kind == SubjectKind::authority && subject.reference != "authority" &&
        subject.reference != own) {
        return fail(
            ErrorCode::invalid_value,
            fmt::format(
                "subject.reference: this is the ledger of {}; its events name it so or "
                "\"authority\"",
                own
            )
        );
    }
    return {};
}

// An erasure, a hold or a backup that nobody made must not stand in the log as if somebody had.
Result<void> check_type(EventType type) {
    const std::string_view command = own_command_of(type);
    if (command.empty()) {
        return {};
    }
    return fail(
        ErrorCode::invalid_value,
        fmt::format("type: {} is recorded by `{}` alone", name_of(type), command)
    );
}

// As long as `visit` wants to go on.
template <class Visit>
Result<void> for_each_line(const LineFile& file, Visit visit) {
    LineReader reader(file);
    Line line;
    while (true) {
        TYST_ASSIGN(const bool there_is_one, reader.next(line));
        if (!there_is_one) {
            return {};
        }
        TYST_ASSIGN(const bool go_on, visit(line));
        if (!go_on) {
            return {};
        }
    }
}

}  // namespace

// One reading of all lines that knows the ids of those before.
class EventLines::Checker {
  public:
    Checker(EventLines& lines, const Visitor& visit) : lines_(lines), visit_(visit) {}

    Result<Checked> run() {
        const auto finished = for_each_line(lines_.file_, [this](const Line& line) -> Result<bool> {
            TYST_TRY(read(line));
            return !checked_.more_refusals;
        });
        TYST_TRY(finished);
        lines_.events_ = checked_.events;
        return std::move(checked_);
    }

  private:
    struct Place {
        std::uint64_t line = 0;
        std::uint64_t start = 0;
    };

    // Of all bytes: ids that a client counted up differ in the last ones only.
    struct IdHash {
        std::size_t operator()(const EventId& id) const {
            return std::hash<std::string_view>()(as_text(id.view()));
        }
    };

    Result<void> read(const Line& line) {
        auto submission = lines_.parse(line);
        if (!submission) {
            refuse(line, std::move(submission).error());
            return {};
        }
        if (std::optional<Submission> event = *std::move(submission)) {
            return take(line, *std::move(event));
        }
        return {};
    }

    Result<void> take(const Line& line, Submission submission) {
        const EventId& id = submission.event.id;
        if (!id.is_zero()) {
            const auto [earlier, is_new] = places_.try_emplace(id, line.number, line.start);
            if (!is_new) {
                return take_again(line, submission, earlier->second);
            }
        }
        ++checked_.events;
        checked_.without_id += id.is_zero() ? 1U : 0U;
        return checked_.refusals.empty() ? visit_(line.number, std::move(submission))
                                         : Result<void>();
    }

    Result<void> take_again(const Line& line, const Submission& submission, const Place& earlier) {
        Line earlier_line;
        TYST_TRY(LineReader(lines_.file_, earlier.start).next(earlier_line));
        const auto earlier_submission = lines_.parse(earlier_line);
        if (earlier_submission && *earlier_submission == submission) {
            lines_.repeats_.insert(line.number);
            ++checked_.repeats;
            return {};
        }
        refuse(
            line,
            {ErrorCode::event_id_conflict,
             fmt::format(
                 "id: {} stands in line {} with other content",
                 to_uuid_text(submission.event.id.view()),
                 earlier.line
             )}
        );
        return {};
    }

    void refuse(const Line& line, Error error) {
        if (checked_.refusals.size() == Checked::kRefusalsMax) {
            checked_.more_refusals = true;
            return;
        }
        checked_.refusals.push_back(fail_in(name_of(line), std::move(error)).error());
    }

    EventLines& lines_;
    const Visitor& visit_;
    Checked checked_;
    // Where each id stands, so that a line that gives it again can be compared: a small part of
    // what keeping the events would take.
    std::unordered_map<EventId, Place, IdHash> places_;
};

EventLines::EventLines(const LineFile& file, const CodeBook& codes, std::string authority)
    : file_(file), codes_(codes), authority_(std::move(authority)) {}

Result<EventLines::Checked> EventLines::check(const Visitor& visit) {
    return Checker(*this, visit).run();
}

Result<void> EventLines::for_each(const Visitor& visit) const {
    std::uint64_t events = 0;
    const auto finished = for_each_line(file_, [&](const Line& line) -> Result<bool> {
        if (repeats_.contains(line.number)) {
            return true;
        }
        auto submission = parse(line);
        if (!submission || (*submission && events == events_)) {
            return changed(name_of(line));
        }
        if (*submission) {
            ++events;
            TYST_TRY(visit(line.number, **std::move(submission)));
        }
        return true;
    });
    TYST_TRY(finished);
    return events == events_ ? Result<void>() : changed("the end");
}

Result<std::optional<Submission>> EventLines::parse(const LineReader::Line& line) const {
    if (line.size > kJsonLineMax) {
        return fail(
            ErrorCode::too_large,
            fmt::format("{} bytes; a line holds at most {}", line.size, kJsonLineMax)
        );
    }
    if (line.text.find_first_not_of(" \t\r") == std::string::npos) {
        return std::optional<Submission>();
    }
    TYST_ASSIGN(Submission submission, submission_from_json(line.text, codes_));
    TYST_TRY(check_authority(submission.subject, authority_));
    TYST_TRY(check_type(type_of(submission.event.body)));
    return submission;
}

}  // namespace tyst::cli
