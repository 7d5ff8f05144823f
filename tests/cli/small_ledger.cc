#include "tests/cli/small_ledger.h"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "schema/error.h"

namespace tyst::cli::test {

SmallLedger::SmallLedger(std::uint64_t seed) : machine(seed) {
    const Outcome outcome = run({"init", "--authority", "W06000014", "--no-recovery"});
    TYST_ASSERT(outcome.code == 0);
}

Outcome SmallLedger::run(std::vector<std::string> arguments, const std::string& input) {
    arguments.insert(
        arguments.end(), {"--ledger", directory().string(), "--root-key", root_key().string()}
    );
    return machine.run(arguments, input);
}

void SmallLedger::append(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + '\n';
    }
    const Outcome outcome = run({"event", "append", "-"}, text);
    if (outcome.code != 0) {
        assertion_failed(outcome.err.c_str(), __FILE__, __LINE__);
    }
}

boost::json::object json_of(const Outcome& outcome) {
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return boost::json::parse(outcome.out).as_object();
}

std::string event_line(
    int number,
    const std::string& type,
    const std::string& child,
    const std::string& occurred,
    const std::string& body
) {
    return fmt::format(
        R"({{"id":"00000000-0000-7000-8000-{:012}","type":"{}",)"
        R"("subject":{{"kind":"child","source":"test","reference":"{}"}},)"
        R"("occurred":"{}","body":{}}})",
        number,
        type,
        child,
        occurred,
        body
    );
}

std::vector<std::string> child_lines(int number, const std::string& child) {
    return {
        event_line(
            number,
            "child_registered",
            child,
            "2018-01-08",
            fmt::format(R"({{"source":"test","reference":"{}"}})", child)
        ),
        event_line(
            number + 1,
            "identity_recorded",
            child,
            "2018-01-08",
            R"({"birth_date":"2010-05-01","birth_date_certainty":"known","given_name":"Sampl-Ann"})"
        ),
        event_line(
            number + 2,
            "looked_after_started",
            child,
            "2018-01-08",
            R"({"route":"care-order","legal_status":"care-order","category_of_need":"N1"})"
        ),
        event_line(
            number + 3, "legal_status_started", child, "2018-01-08", R"({"status":"care-order"})"
        ),
        event_line(
            number + 4,
            "placement_started",
            child,
            "2018-01-08",
            R"({"setting":"foster","carer_relationship":"unrelated","provider":"own"})"
        ),
        event_line(
            number + 5,
            "allocation_started",
            child,
            "2018-01-08",
            R"({"role":"iro","worker":{"source":"test","reference":"IRO03","name":"Sampl-Iro"}})"
        ),
        event_line(number + 6, "review_held", child, "2018-02-01", R"({"participation":"PN1"})"),
    };
}

std::string coverage_line(int number) {
    return fmt::format(
        R"({{"id":"00000000-0000-7000-8000-{:012}","type":"coverage_declared",)"
        R"("subject":{{"kind":"authority","source":"test","reference":"authority"}},)"
        R"("occurred":"2015-01-01","body":{{"source":"test","from":"2015-01-01",)"
        R"("facts":["identity","looked-after","legal-status","placement","review",)"
        R"("permanence-plan","care-plan","allocation-iro"]}}}})",
        number
    );
}

}  // namespace tyst::cli::test
