#include "tests/crash/crash_events.h"

#include <fmt/format.h>

namespace tyst::test {
namespace {

constexpr std::uint32_t kChildren = 40;
constexpr std::uint32_t kEventsInAppendMax = 4;

// UUIDv8 that holds run, number and place.
EventId event_id(std::uint32_t run, std::uint32_t number, std::uint32_t place) {
    EventId id;
    for (std::uint32_t byte = 0; byte < 4; ++byte) {
        id.bytes[byte] = static_cast<std::uint8_t>(run >> (24U - 8U * byte));
        id.bytes[9 + byte] = static_cast<std::uint8_t>(number >> (24U - 8U * byte));
    }
    id.bytes[6] = 0x80;
    id.bytes[8] = 0x80;
    id.bytes[15] = static_cast<std::uint8_t>(place);
    return id;
}

}  // namespace

std::vector<Submission> crash_append(std::uint32_t run, std::uint32_t number) {
    std::vector<Submission> append;
    const std::uint32_t events = 1 + (run * 31 + number * 7) % kEventsInAppendMax;
    for (std::uint32_t place = 0; place < events; ++place) {
        Submission submission;
        submission.subject = {
            SubjectKind::child,
            Compartment::child_case,
            "crash-test",
            fmt::format("C{:03}", (number + place * 13) % kChildren)
        };
        submission.event.id = event_id(run, number, place);
        submission.event.occurred.date =
            Date::of(2019, 1, 1).plus_days(static_cast<int>(number % 300));
        IdentityRecorded body;
        body.given_name = fmt::format("Synthetic {} {} {}", run, number, place);
        // Now and then a long one, so that groups of very different sizes are cut.
        body.family_name = std::string(number % 17 == 0 ? 20'000 : 20, 'x');
        submission.event.body = std::move(body);
        append.push_back(std::move(submission));
    }
    return append;
}

}  // namespace tyst::test
