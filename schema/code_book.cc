#include "schema/code_book.h"

#include <functional>

namespace tyst {

bool CodeEntry::flag(std::string_view flag_name) const {
    const auto found = flags.find(flag_name);
    return found != flags.end() && found->second;
}

BilingualText CodeEntry::title_on(Date date) const {
    for (const FormerTitle& former : former_titles) {
        if (date <= former.to) {
            return former.title;
        }
    }
    return {title_en, title_cy};
}

Result<void> CodeBook::add(std::string_view set, CodeEntry entry) {
    if (set.empty() || entry.id.empty()) {
        return fail(ErrorCode::invalid_value, "a code needs a set and an id");
    }
    Set& target = sets_[std::string(set)];
    bool fresh = !target.words.contains(entry.id) &&
                 target.places.emplace(entry.id, target.entries.size()).second;
    for (const std::string& word : entry.also) {
        fresh = fresh && !target.places.contains(word) &&
                target.words.emplace(word, target.entries.size()).second;
    }
    if (!fresh) {
        return fail(
            ErrorCode::already_exists,
            "code '" + entry.id + "' or one of its words stands twice in set '" + std::string(set) +
                "'"
        );
    }
    target.entries.push_back(std::move(entry));
    return {};
}

bool CodeBook::contains(std::string_view set, std::string_view code) const {
    return find(set, code) != nullptr;
}

std::string_view CodeBook::code_for(std::string_view set, std::string_view word) const {
    const auto found = sets_.find(set);
    if (found == sets_.end()) return word;
    const auto place = found->second.words.find(word);
    return place == found->second.words.end() ? word : found->second.entries[place->second].id;
}

const CodeEntry* CodeBook::find(std::string_view set, std::string_view code) const {
    const auto found = sets_.find(set);
    if (found == sets_.end()) {
        return nullptr;
    }
    const auto place = found->second.places.find(code);
    return place == found->second.places.end() ? nullptr : &found->second.entries[place->second];
}

const CodeEntry* CodeBook::find_ssda903(std::string_view set, std::string_view code) const {
    if (code.empty()) {
        return nullptr;
    }
    for (const CodeEntry& entry : codes(set)) {
        if (entry.ssda903 == code) {
            return &entry;
        }
    }
    return nullptr;
}

const std::vector<CodeEntry>& CodeBook::codes(std::string_view set) const {
    static const std::vector<CodeEntry> none;
    const auto found = sets_.find(set);
    return found == sets_.end() ? none : found->second.entries;
}

std::vector<std::string> CodeBook::sets() const {
    std::vector<std::string> names;
    names.reserve(sets_.size());
    for (const auto& [set, content] : sets_) {
        names.push_back(set);
    }
    return names;
}

}  // namespace tyst
