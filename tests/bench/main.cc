// Benchmarks of named workloads; each prints one JSON object. Ratios are meant, not single times.
#include <filesystem>
#include <iostream>
#include <map>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/bench/bench.h"

int main(int count, char** arguments) {
    CLI::App app("Example: tyst_bench bulk --events 200000\n\nMeasures one workload of the ledger."
    );
    app.require_subcommand(1);
    tyst::bench::Scale scale;
    scale.place = std::filesystem::temp_directory_path() / fmt::format("tyst-bench-{}", getpid());
    std::string format = "json";
    app.add_option("--directory", scale.place, "where the ledger is made; removed afterwards");
    bool keep = false;
    app.add_flag("--keep", keep, "leave the ledger, for a later run in the same directory");
    app.fallthrough();

    CLI::App* const append = app.add_subcommand("append", "durable appends of one event each");
    append->add_option("--writers", scale.writers);
    append->add_option("--seconds", scale.seconds);
    append->add_option("--format", format, "json, or rate: the bare figure");
    CLI::App* const payload =
        app.add_subcommand("payload-bytes", "stored bytes of one benchmark event");
    const std::map<std::string, tyst::bench::Figures (*)(const tyst::bench::Scale&)> workloads = {
        {"bulk", tyst::bench::bulk},
        {"growth", tyst::bench::growth},
        {"verify", tyst::bench::verify},
        {"rebuild", tyst::bench::rebuild},
        {"questions", tyst::bench::questions},
        {"open", tyst::bench::open_times},
        {"rules", tyst::bench::rules},
        {"pack", tyst::bench::pack},
        {"looks", tyst::bench::looks},
        {"proofs", tyst::bench::proofs},
        {"heads", tyst::bench::heads},
        {"return_check", tyst::bench::return_check},
        {"import", tyst::bench::import_rate},
    };
    for (const auto& [workload, function] : workloads) {
        app.add_subcommand(workload)->add_option("--events", scale.events);
    }
    CLI::App* const return_check = app.get_subcommand("return_check");
    return_check->add_option(
        "--from", scale.from, "folder with a return, repeated to --events rows"
    );
    return_check->add_option("--year", scale.year, "year in which its collection ends");
    CLI11_PARSE(app, count, arguments);

    std::filesystem::create_directories(scale.place);
    if (append->parsed()) {
        const double rate = tyst::bench::append_rate(scale);
        tyst::bench::Figures figures("append");
        figures.add("writers", scale.writers);
        figures.add("events_a_second", rate);
        std::cout << (format == "rate" ? fmt::format("{:.0f}", rate) : figures.json()) << '\n';
    } else if (payload->parsed()) {
        std::cout << tyst::bench::payload_bytes(scale) << '\n';
    }
    for (const auto& [workload, function] : workloads) {
        if (app.get_subcommand(workload)->parsed()) {
            std::cout << function(scale).json() << '\n';
        }
    }
    if (!keep) {
        std::filesystem::remove_all(scale.place);
    }
    return 0;
}
