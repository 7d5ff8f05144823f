#include <algorithm>

#include <fmt/format.h>

#include "ledger/core/hash.h"
#include "ledger/core/sealing.h"
#include "ledger/evidence/pack_contents.h"
#include "schema/event_codec.h"
#include "schema/event_json.h"
#include "schema/event_people.h"

// That what is disclosed is what was sealed, and that everything else is said to be withheld.
namespace tyst::verifying {
namespace {

class PartCheck {
  public:
    PartCheck(PackContents& pack, PackReport& report, Findings& findings, PartOpener& opener)
        : pack_(pack), report_(report), findings_(findings), opener_(opener) {}

    void run() {
        read_lists();
        each_file_below(pack_, pack_path::kParts, [this](auto rest, auto name, auto) {
            check_expected(rest, name);
        });
        for (const auto& [index, entry] : pack_.entries) {
            check_entry(index, entry.entry);
        }
        for (const auto& list : {places_of(pack_.disclosed), places_of(pack_.withheld)}) {
            for (const PackPart& place : list) {
                if (!is_part_here(place)) {
                    findings_.add(PackFault::part_unexpected, text_of(place), "no entry has it");
                }
            }
        }
        compare_events();
    }

  private:
    static std::string text_of(const PackPart& place) {
        return fmt::format("{} part {}", place_of(place.index), place.part);
    }
    template <class Map>
    static std::vector<PackPart> places_of(const Map& map) {
        std::vector<PackPart> places;
        for (const auto& [place, value] : map) {
            places.push_back(place);
        }
        return places;
    }
    [[nodiscard]] bool is_part_here(const PackPart& place) const {
        const auto entry = pack_.entries.find(place.index);
        return entry != pack_.entries.end() && place.part < entry->second.entry.parts.size();
    }
    void read_lists();
    void check_expected(std::string_view rest, std::string_view name);
    void check_entry(LogIndex index, const Entry& entry);
    std::optional<Bytes> open(const PackPart& place, const Part& part);
    Result<void> take(Event& event, const Part& part, std::size_t attachment, Bytes content);
    void compare_events();
    void compare_event(std::string_view line, std::size_t number, std::vector<LogIndex>& shown);

    PackContents& pack_;
    PackReport& report_;
    Findings& findings_;
    PartOpener& opener_;
};

void PartCheck::read_lists() {
    if (const auto keys = parse_keys(pack_.file(pack_path::kKeys))) {
        for (const DisclosedKey& line : *keys) {
            pack_.disclosed.emplace(line.place, line.key);
        }
    } else {
        findings_.add(PackFault::part_unexpected, pack_path::kKeys, keys.error().context);
    }
    if (const auto withheld = parse_withheld(pack_.file(pack_path::kWithheld))) {
        for (const WithheldLine& line : *withheld) {
            pack_.withheld.emplace(line.place, line.ground);
        }
    } else {
        findings_.add(PackFault::part_unexpected, pack_path::kWithheld, withheld.error().context);
    }
    report_.parts_withheld = pack_.withheld.size();
}

// Sealed bytes lie there only where a key opens them.
void PartCheck::check_expected(std::string_view rest, std::string_view name) {
    const std::size_t dot = rest.find('.');
    const auto index = parse_index(rest.substr(0, dot));
    const auto part = parse_part(dot == std::string_view::npos ? "" : rest.substr(dot + 1));
    if (!index || !part) {
        return;  // told as member_unknown
    }
    if (!pack_.disclosed.contains({*index, *part})) {
        findings_.add(PackFault::part_unexpected, name, "no key of the pack opens it");
    }
}

void PartCheck::check_entry(LogIndex index, const Entry& entry) {
    std::optional<Event> event;
    std::size_t people = 0;
    for (std::size_t number = 0; number < entry.parts.size(); ++number) {
        const PackPart place{index, static_cast<std::uint16_t>(number)};
        const Part& part = entry.parts[number];
        people += part.kind == PartKind::person ? 1 : 0;
        const std::optional<Bytes> content = open(place, part);
        if (!content) {
            continue;
        }
        ++report_.parts_opened;
        if (number == 0) {
            auto decoded = decode_event_checked(*content);
            if (!decoded) {
                findings_.add(PackFault::event_form, text_of(place), decoded.error().context);
                return;
            }
            event = *std::move(decoded);
        } else if (event) {
            const auto taken = take(*event, part, number - 1 - people, *content);
            if (!taken) {
                findings_.add(PackFault::event_form, text_of(place), taken.error().context);
            }
        }
    }
    if (event) {
        pack_.events.emplace(index, *std::move(event));
    }
}

// A person or a document, into the event that it belongs to.
Result<void> PartCheck::take(
    Event& event, const Part& part, std::size_t attachment, Bytes content
) {
    if (part.kind == PartKind::person) {
        return add_person_part(event, part.subject, content);
    }
    if (part.kind != PartKind::attachment || attachment >= event.attachments.size()) {
        return fail(ErrorCode::corrupt_event, "a part that the event does not name");
    }
    event.attachments[attachment].content = as_text(content);
    return {};
}

// The content of a part that is disclosed; nothing where it is withheld, or does not open.
std::optional<Bytes> PartCheck::open(const PackPart& place, const Part& part) {
    const auto key = pack_.disclosed.find(place);
    const bool disclosed = key != pack_.disclosed.end();
    if (disclosed == pack_.withheld.contains(place)) {
        findings_.add(
            PackFault::part_unaccounted,
            text_of(place),
            disclosed ? "it has a key and is withheld" : "it has neither a key nor a ground"
        );
        return std::nullopt;
    }
    if (!disclosed) {
        return std::nullopt;
    }
    const std::string path = pack_path::part(place.index, place.part);
    const Bytes sealed = as_bytes(pack_.file(path));
    if (sealed.size() != part.size || sha256(sealed) != part.digest) {
        findings_.add(PackFault::part_digest, path, "its SHA-256 is not that of the entry");
        return std::nullopt;
    }
    if (commitment_to(key->second) != part.commitment) {
        findings_.add(
            PackFault::key_commitment, text_of(place), "its key is not the one of the entry"
        );
        return std::nullopt;
    }
    const auto content = opener_.open(key->second, sealed, part.digest, part.commitment);
    if (!content) {
        findings_.add(PackFault::part_opening, path, content.error().context);
        return std::nullopt;
    }
    return *content;
}

// Every line shows an event that was opened, word for word, and every opened event of a whole
// stream has its line.
void PartCheck::compare_events() {
    if (!pack_.has(pack_path::kEvents)) {
        return;
    }
    std::string_view rest = pack_.file(pack_path::kEvents);
    std::vector<LogIndex> shown;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::optional<std::string_view> line = take_text_line(rest);
        if (!line) {
            findings_.add(PackFault::event_text, pack_path::kEvents, "its last line has no end");
            break;
        }
        compare_event(*line, number, shown);
    }
    std::ranges::sort(shown);
    for (const auto& [index, event] : pack_.events) {
        const StreamId& stream = pack_.entries.at(index).entry.stream;
        if (pack_.has(pack_path::head(stream)) && !std::ranges::binary_search(shown, index) &&
            index.value + 1 != pack_.checkpoint->size) {
            findings_.add(
                PackFault::event_text, pack_path::kEvents, place_of(index) + " is not shown"
            );
        }
    }
}

// {"index":INDEX,… at the beginning of a line.
std::optional<LogIndex> index_of_line(std::string_view line) {
    constexpr std::string_view kStart = "{\"index\":";
    if (!line.starts_with(kStart)) {
        return std::nullopt;
    }
    line.remove_prefix(kStart.size());
    return parse_index(line.substr(0, line.find(',')));
}

void PartCheck::compare_event(
    std::string_view line, std::size_t number, std::vector<LogIndex>& shown
) {
    const auto refuse = [&](std::string_view reason) {
        findings_.add(
            PackFault::event_text, pack_path::kEvents, fmt::format("line {}: {}", number, reason)
        );
    };
    const std::optional<LogIndex> index = index_of_line(line);
    const auto event = index ? pack_.events.find(*index) : pack_.events.end();
    if (event == pack_.events.end()) {
        refuse("it is not about an event that the pack opens");
        return;
    }
    const Entry& entry = pack_.entries.at(*index).entry;
    const EventPlace place{*index, entry.recorded, entry.stream, entry.revision};
    // Documents may lie in files of their own instead.
    Event without_documents = event->second;
    for (Attachment& attachment : without_documents.attachments) {
        attachment.content.clear();
    }
    if (line != event_to_json(without_documents, place) &&
        line != event_to_json(event->second, place)) {
        refuse(fmt::format("{} says something else", place_of(*index)));
        return;
    }
    shown.push_back(*index);
    ++report_.events_compared;
}

}  // namespace

void check_parts(PackContents& pack, PackReport& report, Findings& findings) {
    auto opener = PartOpener::create();
    if (!opener) {
        findings.add(PackFault::part_opening, pack_path::kParts, opener.error().context);
        return;
    }
    PartCheck(pack, report, findings, *opener).run();
}

}  // namespace tyst::verifying
