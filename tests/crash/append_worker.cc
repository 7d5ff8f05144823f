// Appends to a ledger until it is killed, and says on standard output what was acknowledged, a line
// at a time:
//   ack RUN NUMBER INDEX:LEAF …     written after the append returned
//   checkpoint SIZE ROOT            written after the checkpoint was published
//   erasing                         written before a record is destroyed beside the appends
//   erased INDEX                    written after that returned
// Usage: append_worker DIRECTORY ROOT_KEY RUN [REQUEST]
// REQUEST is the event id, in hexadecimal digits, of an erasure that may be carried out.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/crash/crash_events.h"

namespace {

constexpr unsigned kWriters = 3;

// One write call, shorter than a pipe's atomic size: lines never mix.
void say(const std::string& line) {
    if (write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        std::_Exit(3);
    }
}

[[noreturn]] void give_up(const tyst::Error& error) {
    std::cerr << "append_worker: " << tyst::name(error.code) << ": " << error.context << '\n';
    std::_Exit(4);
}

void append_for_ever(
    tyst::Ledger& ledger, tyst::StreamId actor, std::uint32_t run, std::atomic<std::uint32_t>& next
) {
    while (true) {
        const std::uint32_t number = next.fetch_add(1);
        auto events = ledger.prepare(tyst::test::crash_append(run, number), actor);
        if (!events) {
            give_up(events.error());
        }
        const auto receipts = ledger.append({*std::move(events), {}});
        if (!receipts) {
            give_up(receipts.error());
        }
        std::string line = fmt::format("ack {} {}", run, number);
        for (const tyst::Receipt& receipt : *receipts) {
            line += fmt::format(" {}:{}", receipt.index.value, tyst::to_hex(receipt.leaf.view()));
        }
        say(line + '\n');
    }
}

void publish_for_ever(tyst::Ledger& ledger) {
    while (true) {
        std::this_thread::sleep_for(std::chrono::milliseconds(7));
        const auto note = ledger.checkpoint();
        if (!note) {
            give_up(note.error());
        }
        const std::size_t size_at = note->find('\n') + 1;
        const std::size_t root_at = note->find('\n', size_at) + 1;
        say(fmt::format(
            "checkpoint {} {}\n",
            note->substr(size_at, root_at - size_at - 1),
            note->substr(root_at, note->find('\n', root_at) - root_at)
        ));
    }
}

void erase_once(tyst::Ledger& ledger, tyst::StreamId actor, const tyst::EventId& request) {
    say("erasing\n");
    const auto receipt =
        ledger.erase(request, actor, [](const tyst::ErasureCase&) { return tyst::Result<void>(); });
    if (!receipt) {
        give_up(receipt.error());
    }
    say(fmt::format("erased {}\n", receipt->index.value));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4 && count != 5) {
        return 2;
    }
    const std::filesystem::path directory = arguments[1];
    const std::filesystem::path root_key = arguments[2];
    const auto run = static_cast<std::uint32_t>(std::strtoul(arguments[3], nullptr, 10));
    tyst::SystemClock clock;
    tyst::SystemEntropy entropy;
    auto ledger = tyst::Ledger::open(
        {.directory = directory,
         .root_key_file = root_key,
         .lock_directory = {},
         .unlock = {},
         .file_system = {}},
        clock,
        entropy
    );
    if (!ledger) {
        give_up(ledger.error());
    }
    const auto actor = (*ledger)->find_or_create(
        {tyst::SubjectKind::actor, tyst::Compartment::none, "os-user", "crash-test"}
    );
    if (!actor) {
        give_up(actor.error());
    }
    std::atomic<std::uint32_t> next = 0;
    std::vector<std::jthread> threads;
    for (unsigned writer = 0; writer < kWriters; ++writer) {
        threads.emplace_back([&] { append_for_ever(**ledger, *actor, run, next); });
    }
    if (count == 5) {
        const auto bytes = tyst::from_hex(arguments[4]);
        const auto request = bytes ? tyst::EventId::from(tyst::as_bytes(*bytes)) : std::nullopt;
        if (!request) {
            std::_Exit(2);
        }
        erase_once(**ledger, *actor, *request);
    }
    publish_for_ever(**ledger);
}
