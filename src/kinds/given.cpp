#include "kinds/given.hpp"

#include "kinds/grantable.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

// Nobody knows which role will make an object. All that the default privileges of one could give counts.
class Given {
 public:
  void add(const DefaultPrivileges& from) {
    for (const auto& [key, privileges] : from.privileges) {
      std::vector<Part>& parts = by_grantee_[key.first][key.second];
      parts.push_back({from.in_schema, privileges});
    }
  }

  [[nodiscard]] bool empty() const { return by_grantee_.empty(); }

  void apply_to(Schema& schema) const {
    std::vector<Grant> missing;
    for (const auto& [id, entry] : schema.objects()) {
      const std::string_view what = DefaultPrivileges::what_of(id.kind);
      const auto found = by_grantee_.find(what);
      if (found == by_grantee_.end() || is_public_schema(id)) continue;
      for (const auto& [grantee, parts] : found->second) {
        Grant wanted{{}, id, grantee, default_privileges(id, grantee)};
        wanted.at_first = at_first(wanted.privileges, parts, id.schema);
        if (wanted.at_first) missing.push_back(std::move(wanted));
      }
    }
    for (Grant& each : missing) {
      Entry* there = schema.find(each.id());
      if (there != nullptr) {
        std::get<Grant>(there->object).at_first = std::move(each.at_first);
      } else {
        schema.add(Entry{std::move(each), {}, {}});
      }
    }
  }

 private:
  struct Part {
    std::string in_schema;
    Grant::Privileges privileges;
  };

  static std::optional<Grant::AtFirst> at_first(const Grant::ByColumn& usual, const std::vector<Part>& parts,
                                                const std::string& schema) {
    Grant::AtFirst out{usual, usual};
    bool any = false;
    for (const Part& part : parts) {
      if (!part.in_schema.empty() && part.in_schema != schema) continue;
      any = true;
      for (const auto& [privilege, option] : part.privileges) {
        bool& most = out.most[""][privilege];
        most = most || option;
      }
      // Those without a schema stand for all that PostgreSQL gives by itself.
      if (part.in_schema.empty() && part.privileges.empty()) out.least.clear();
    }
    return any ? std::optional(std::move(out)) : std::nullopt;
  }

  std::map<std::string, std::map<std::string, std::vector<Part>>, std::less<>> by_grantee_;
};

}  // namespace

void expect_default_privileges(Schema& live, Schema& desired) {
  Given given;
  for (const auto& [id, entry] : of_kind(desired.objects(), DefaultPrivileges::kind_name)) {
    const auto& wanted = std::get<DefaultPrivileges>(entry.object);
    const auto* there = live.get<DefaultPrivileges>(id);
    if (there != nullptr && *there == wanted) given.add(wanted);
  }
  if (given.empty()) return;
  given.apply_to(live);
  given.apply_to(desired);
}

}  // namespace limbeck
