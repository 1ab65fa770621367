#include "toml/repeated.hpp"

#include "grammar/expression.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace limbeck {
namespace {

class Repeated {
 public:
  explicit Repeated(Drafts& drafts) : drafts_(drafts) {
    for (Draft& draft : drafts) {
      if (const auto* table = std::get_if<Table>(&draft.object); table != nullptr && !table->bases().empty()) {
        bases_.emplace(table->name, table->bases());
      }
    }
    if (bases_.empty()) return;
    for (Draft& draft : drafts) {
      const ObjectId id = id_of(draft.object);
      if (!id.parent.empty()) by_id_.emplace(id, &draft);
    }
  }

  void drop() {
    if (bases_.empty()) return;
    // Columns first: their defaults are of a base's column then.
    for (auto& [id, draft] : by_id_) {
      if (const auto* column = std::get_if<Column>(&draft->object); column != nullptr && repeats(*column))
        gone_.insert(draft);
    }
    for (auto& [id, draft] : by_id_) {
      if (auto* value = std::get_if<Default>(&draft->object)) settle(*value, draft);
      if (auto* options = std::get_if<ColumnOptions>(&draft->object)) {
        options->of_base.it_is = !has_own(options->table, options->column);
      }
      if (const auto* check = std::get_if<Constraint>(&draft->object); check != nullptr && repeats(*check)) {
        gone_.insert(draft);
      }
    }
    if (gone_.empty()) return;
    std::erase_if(drafts_, [&](const Draft& draft) { return gone_.contains(&draft); });
  }

 private:
  // The object of this name in the nearest base that has one.
  template <class K>
  [[nodiscard]] const K* above(const QName& table, const std::string& name, std::size_t depth = 0) const {
    const auto bases = bases_.find(table);
    if (bases == bases_.end() || depth > bases_.size()) return nullptr;  // in a circle: said elsewhere
    for (const QName& base : bases->second) {
      const auto found = by_id_.find({K::kind_name, base.schema, base.name, name, ""});
      if (found != by_id_.end()) return std::get_if<K>(&found->second->object);
      if (const K* higher = above<K>(base, name, depth + 1)) return higher;
    }
    return nullptr;
  }

  [[nodiscard]] bool repeats(const Column& column) const {
    const auto* base = above<Column>(column.table, column.name);
    if (base == nullptr || column.identity) return false;
    Column same = *base;
    same.table = column.table;
    same.identity.reset();
    same.parameters = column.parameters;
    return same == column;
  }

  [[nodiscard]] bool repeats(const Constraint& check) const {
    const auto* base = above<Constraint>(check.table, check.name);
    return base != nullptr && base->type == grammar::ConstraintKind::check && base->type == check.type &&
           !base->no_inherit && !check.no_inherit && grammar::same_tokens(base->expression, check.expression);
  }

  [[nodiscard]] bool has_own(const QName& table, const std::string& name) const {
    const auto column = by_id_.find({Column::kind_name, table.schema, table.name, name, ""});
    return column != by_id_.end() && !gone_.contains(column->second);
  }

  void settle(Default& value, Draft* draft) {
    if (has_own(value.table, value.column) || !bases_.contains(value.table)) return;
    const auto* base = above<Default>(value.table, value.column);
    value.base = BaseDefault{base == nullptr ? "" : base->expression};
    if (base != nullptr && grammar::same_tokens(base->expression, value.expression)) gone_.insert(draft);
  }

  Drafts& drafts_;
  std::map<QName, std::vector<QName>> bases_;
  std::map<ObjectId, Draft*> by_id_;
  std::set<const Draft*> gone_;
};

}  // namespace

void drop_repeated(Drafts& drafts) {
  Repeated(drafts).drop();
}

}  // namespace limbeck
