// How the indexes of parts come to be attached to those of the whole, and to have the names that they shall have.
// PostgreSQL makes, names and attaches them by itself, with CREATE INDEX for the whole and with a new part; but for an
// index ON ONLY the whole it makes none, and there is no statement that detaches one.

#include "kinds/attached_indexes.hpp"
#include "kinds/expression.hpp"
#include "kinds/passage.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace limbeck {
namespace {

using Parts = std::map<QName, std::vector<QName>>;

std::string own_name(const Object& index) {
  return index_of_whole(index)->name.name;
}

template <class K>
bool same_but_for_name(const K& one, K other) {
  other.name = one.name;
  other.only = one.only;
  return one == other;
}

// A table's own index or key that is the same but for its name, the one of this name first.
std::optional<ObjectId> own_like(const Schema& schema, const Object& wanted, const std::string& name) {
  const ObjectId id = id_of(wanted);
  std::optional<ObjectId> out;
  for (const auto& [candidate, entry] : members_of(schema.objects(), id.kind, {id.schema, id.parent})) {
    const bool same = std::visit(
        [&](const auto& own) {
          using K = std::decay_t<decltype(own)>;
          if constexpr (std::is_same_v<K, Index> || std::is_same_v<K, Constraint>) {
            return same_but_for_name(std::get<K>(wanted), own);
          } else {
            return false;
          }
        },
        entry.object);
    if (same && (!out || candidate.name == name)) out = candidate;
  }
  return out;
}

bool is_in_place(const Entry& was, const Entry& now) {
  return std::visit(
      [&](const auto& before) {
        using K = std::decay_t<decltype(before)>;
        sql::Script ignored;
        const K& after = std::get<K>(now.object);
        return before == after || before.alter(after, {}, ignored).in_place;
      },
      was.object);
}

// One index or key of a partitioned table, and what becomes of those of the parts.
class OneIndex {
 public:
  OneIndex(Passage& way, const Parts& was, const Parts& now, const ObjectId& id)
      : way_(way), parts_was_(was), parts_now_(now), id_(id), object_(way.to().find(id)->object) {
    const IndexOfWhole index = *index_of_whole(object_);
    table_ = index.table;
    name_ = index.name;
    only_ = index.only;
    const Entry* before = way_.from().find(id_);
    stays_ = before != nullptr && is_in_place(*before, *way_.to().find(id_));
    if (before != nullptr) only_was_ = index_of_whole(before->object)->only;
  }

  void run() {
    if (stays_ && leaves_one_behind(table_, only_, only_was_)) {
      stays_ = false;
      change(way_.change_from(), [](auto& index) {
        index.of_whole.made_again = true;
        index.only = !index.only;  // so that there is a difference
      });
    }
    if (!stays_ && !only_ && has_own_like(table_)) {
      by_hand_ = true;
      change(way_.change_to(), [](auto& index) { index.of_whole.made_only = true; });
    }
    walk({table_, name_.name, only_ || by_hand_, true, only_was_});
  }

 private:
  struct Level {
    QName table;
    std::string index;  // of the table
    bool only = false;
    bool was_attached = true;
    bool was_only = false;
    std::vector<QName> new_parts = {};
  };

  template <class Change>
  void change(Schema& schema, const Change& change) {
    std::visit(
        [&](auto& object) {
          if constexpr (requires { object.of_whole.made_only; }) change(object);
        },
        schema.find(id_)->object);
  }

  [[nodiscard]] const AttachedIndex* said(const Schema& schema, const QName& part) const {
    return schema.get<AttachedIndex>(attached_index_id(part, name_));
  }

  [[nodiscard]] const std::vector<QName>& parts_of(const QName& table) const {
    static const std::vector<QName> none;
    const auto found = parts_now_.find(table);
    return found == parts_now_.end() ? none : found->second;
  }

  [[nodiscard]] bool was_part(const QName& part, const QName& of) const {
    const auto found = parts_was_.find(of);
    return found != parts_was_.end() &&
           std::find(found->second.begin(), found->second.end(), part) != found->second.end();
  }

  // Whether it is there and becomes a part: what it has is taken in then (inherited.cpp).
  [[nodiscard]] bool is_coming(const QName& part, const QName& of) const {
    return !was_part(part, of) && way_.from().find({Table::kind_name, part.schema, "", part.name, ""}) != nullptr;
  }

  // Whether a part would have one that it shall not have.
  [[nodiscard]] bool leaves_one_behind(const QName& table, bool only, bool only_was) const {
    const auto& parts = parts_of(table);
    return std::any_of(parts.begin(), parts.end(), [&](const QName& part) {
      const AttachedIndex* now = said(way_.to(), part);
      const AttachedIndex* before = said(way_.from(), part);
      const bool stayed = was_part(part, table);
      const bool was_attached = !stayed || before != nullptr || !only_was;
      if (now == nullptr && only) return was_attached;
      return was_attached && stayed &&
             leaves_one_behind(part, now != nullptr && now->only, before != nullptr && before->only);
    });
  }

  // Whether PostgreSQL would take in an index that a part shall keep for itself.
  [[nodiscard]] bool has_own_like(const QName& table) const {
    const auto& parts = parts_of(table);
    return std::any_of(parts.begin(), parts.end(), [&](const QName& part) {
      if (is_coming(part, table)) return false;
      return own_like(way_.to(), usual_for_part(object_, part), "") || has_own_like(part);
    });
  }

  void walk(const Level& level) {
    for (const QName& part : parts_of(level.table)) visit(part, level);
  }

  void visit(const QName& part, const Level& above) {
    const AttachedIndex* now = said(way_.to(), part);
    if (now == nullptr && above.only && (!by_hand_ || is_coming(part, above.table))) return;
    const AttachedIndex* before = said(way_.from(), part);
    const bool stayed = was_part(part, above.table);
    const bool was = stays_ && stayed && above.was_attached && (before != nullptr || !above.was_only);
    const bool is_explicit = (stays_ && stayed && !was) || (above.only && !(stays_ && !stayed));
    const Object usual = usual_for_part(object_, part);
    AttachedIndex index;
    index.table = part;
    index.whole = name_;
    index.name = own_name(usual);
    if (now != nullptr) index = *now;
    index.way.is_whole = parts_now_.contains(part) || is_partitioned(part);
    const IndexOfWhole of = *index_of_whole(usual);
    index.way.parameters = of.parameters;
    index.way.tablespace = of.tablespace;
    Level below{part,
                index.name,
                index.only || (by_hand_ && index.way.is_whole),
                was,
                before != nullptr && before->only,
                above.new_parts};
    if (!stayed) below.new_parts.push_back(part);
    index.way.parts = below.new_parts;
    if (above.table != table_) index.way.parts.push_back(above.table);
    const auto taken = way_.taken.find({part, name_});
    bool is_silent = now == nullptr;
    if (is_explicit) {
      make(index, above, !was);
      is_silent = false;
    } else if (taken != way_.taken.end()) {
      index.way.called = taken->second;
      is_silent = is_silent && taken->second == index.name;
    } else {
      index.way.called = own_name(usual);
      index.way.is_certain = is_free(usual);
    }
    if (now != nullptr) {
      *way_.change_to().find(index.id()) = with(*way_.to().find(index.id()), index);
    } else if (!is_silent) {
      way_.change_to().add(Entry{index, {}, {}});
    }
    if (before != nullptr && now == nullptr && was) say_no_more(*before, usual);
    walk(below);
  }

  static Entry with(Entry entry, const AttachedIndex& index) {
    entry.object = index;
    return entry;
  }

  void say_no_more(const AttachedIndex& before, const Object& usual) {
    const ObjectId id = before.id();
    auto& silent = std::get<AttachedIndex>(way_.change_from().find(id)->object);
    const IndexOfWhole of = *index_of_whole(usual);
    silent.way.usual = own_name(usual);
    silent.way.is_whole = is_partitioned(silent.table);
    silent.way.parameters = of.parameters;
    silent.way.tablespace = of.tablespace;
  }

  [[nodiscard]] bool is_partitioned(const QName& table) const {
    const auto* found = way_.to().get<Table>({Table::kind_name, table.schema, "", table.name, ""});
    return found != nullptr && found->partition_key;
  }

  // Made by itself, or found there, and attached.
  void make(AttachedIndex& index, const Level& above, bool may_be_there) {
    sql::Script script;
    AttachedIndex plain = index;
    plain.parameters.reset();
    plain.tablespace.reset();
    plain.only = index.only || (by_hand_ && index.way.is_whole);
    const Object object = applied_to(plain, object_);
    const auto own = may_be_there ? own_like(way_.from(), object, index.name) : std::nullopt;
    const QName name{index.table.schema, index.name};
    if (own && way_.to().find(*own) == nullptr) {
      if (own->name != index.name) {
        script.add(fmt::format("ALTER INDEX {} RENAME TO {}", sql::name(QName{own->schema, own->name}),
                               sql::name(index.name)));
      }
      way_.change_from().remove(*own);
    } else {
      std::visit([&](const auto& each) { each.create({}, {}, script); }, object);
    }
    script.add(fmt::format("ALTER INDEX {} ATTACH PARTITION {}", sql::name(QName{above.table.schema, above.index}),
                           sql::name(name)));
    index.way.statements = std::move(script);
  }

  // Whether nothing else has the name, or may get it.
  [[nodiscard]] bool is_free(const Object& usual) const {
    if (!has_certain_name(usual)) return false;
    const ObjectId id = id_of(usual);
    const Slot slot = relation_slot({id.schema, id.name});
    const auto is_other = [&](const ObjectId& each) {
      return each != attached_index_id({id.schema, id.parent}, name_);
    };
    for (const Schema* schema : {&way_.from(), &way_.to()}) {
      const std::vector<ObjectId> named = schema->resolve(slot);
      if (std::any_of(named.begin(), named.end(), is_other)) return false;
    }
    return !has_twin({id.schema, id.parent}, id.name);
  }

  // Another index of the whole may have made one of that name.
  [[nodiscard]] bool has_twin(const QName& part, const std::string& name) const {
    const Schema& to = way_.to();
    std::vector<QName> above{part};
    for (std::size_t i = 0; i < above.size(); ++i) {
      const auto* table = to.get<Table>({Table::kind_name, above[i].schema, "", above[i].name, ""});
      if (table != nullptr && !table->bases().empty()) above.push_back(table->bases().front());
      if (i == 0) continue;
      for (const std::string_view kind : {Index::kind_name, Constraint::kind_name}) {
        for (const auto& [id, entry] : members_of(to.objects(), kind, above[i])) {
          if (id == id_ || !index_of_whole(entry.object)) continue;
          if (own_name(usual_for_part(entry.object, part)) == name) return true;
        }
      }
    }
    return false;
  }

  Passage& way_;
  const Parts& parts_was_;
  const Parts& parts_now_;
  ObjectId id_;
  Object object_;
  QName table_;
  QName name_;
  bool only_ = false;
  bool only_was_ = false;
  bool stays_ = false;
  bool by_hand_ = false;  // every part's is made and attached by a statement of its own
};

void append_concerned(const Schema& schema, std::set<QName>& out) {
  for (const std::string_view kind : {AttachedIndex::kind_name, Index::kind_name, Constraint::kind_name}) {
    for (const auto& [id, entry] : of_kind(schema.objects(), kind)) {
      if (const auto* attached = std::get_if<AttachedIndex>(&entry.object)) {
        out.insert(attached->whole);
      } else if (const auto index = index_of_whole(entry.object); index && index->only) {
        out.insert(index->name);
      }
    }
  }
}

// New indexes of the whole.
void append_new(const Schema& from, const Schema& to, const Parts& parts, std::set<QName>& out) {
  for (const auto& [table, of] : parts) {
    for (const std::string_view kind : {Index::kind_name, Constraint::kind_name}) {
      for (const auto& [id, entry] : members_of(to.objects(), kind, table)) {
        const Entry* was = from.find(id);
        const auto index = index_of_whole(entry.object);
        if (index && (was == nullptr || !is_in_place(*was, entry))) out.insert(index->name);
      }
    }
  }
}

}  // namespace

void follow_attached_indexes(Passage& way) {
  const Parts parts = parts_with_indexes(way.to());
  if (parts.empty()) return;
  std::set<QName> concerned;
  append_concerned(way.from(), concerned);
  append_concerned(way.to(), concerned);
  append_new(way.from(), way.to(), parts, concerned);
  if (concerned.empty()) return;
  const Parts parts_were = parts_with_indexes(way.from());
  for (const QName& name : concerned) {
    for (const ObjectId& id : way.to().resolve(relation_slot(name))) {
      if (!index_of_whole(way.to().find(id)->object)) continue;
      if (parts.contains({id.schema, id.parent})) OneIndex(way, parts_were, parts, id).run();
    }
  }
}

}  // namespace limbeck
