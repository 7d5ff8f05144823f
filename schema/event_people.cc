#include "schema/event_people.h"

#include <optional>
#include <type_traits>

#include "schema/event_fields.h"

namespace tyst {
namespace {

template <class Wanted, class Owner, class Visit>
void visit_members(Owner& owner, const std::string& outer, const Visit& visit) {
    using T = std::remove_const_t<Owner>;
    for_each_field<T>([&](const auto& field) {
        using Member = typename std::remove_cvref_t<decltype(field)>::Type;
        auto& member = owner.*(field.member);
        if constexpr (std::is_same_v<Member, Wanted>) {
            visit(fields::path_of(outer, field.name), member);
        } else if constexpr (std::is_same_v<Member, std::optional<Wanted>>) {
            if (member) {
                visit(fields::path_of(outer, field.name), *member);
            }
        } else if constexpr (kIsStructList<Member>) {
            const std::string list = fields::path_of(outer, field.name);
            for (std::size_t place = 0; place < member.size(); ++place) {
                visit_members<Wanted>(member[place], fields::path_of(list, place), visit);
            }
        }
    });
}

template <class Wanted, class AnyEvent, class Visit>
void visit_body(AnyEvent& event, const Visit& visit) {
    std::visit([&](auto& body) { visit_members<Wanted>(body, std::string(), visit); }, event.body);
}

}  // namespace

void visit_people(
    Event& event, const std::function<void(const std::string&, PersonCitation&)>& visit
) {
    visit_body<PersonCitation>(event, visit);
}

void visit_people(
    const Event& event, const std::function<void(const std::string&, const PersonCitation&)>& visit
) {
    visit_body<PersonCitation>(event, visit);
}

void visit_links(Event& event, const std::function<void(const std::string&, SubjectLink&)>& visit) {
    visit_body<SubjectLink>(event, visit);
}

void visit_links(
    const Event& event, const std::function<void(const std::string&, const SubjectLink&)>& visit
) {
    visit_body<SubjectLink>(event, visit);
}

}  // namespace tyst
