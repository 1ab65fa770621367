#include "catalog/expressions.hpp"

#include "catalog/closure.hpp"
#include "catalog/judge.hpp"
#include "catalog/portable.hpp"
#include "grammar/expression.hpp"
#include "kinds/expression.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <utility>

namespace limbeck::catalog {
namespace {

enum class Verdict { cannot_tell, equal, different, mistake };

// An expression of an object that is new, or not the same as the live one.
struct Use {
  ObjectId id;
  SourceRange where;
  std::string* text = nullptr;  // in the desired schema
  std::optional<std::string> live;
  Printing place;            // with the desired text
  std::optional<Type> type;  // of the value, where it is known
  bool plain = true;         // means the same in every session: nobody has to print it
  Verdict verdict = Verdict::cannot_tell;
  std::string reason = {};   // where it cannot tell: why; of a mistake: what PostgreSQL says
  std::string printed = {};  // what may stand in its place; empty: nobody printed it

  [[nodiscard]] bool is_open() const {
    return verdict == Verdict::cannot_tell ? live || !plain
                                           : verdict == Verdict::different && !plain && printed.empty();
  }
};
using Uses = std::vector<Use*>;

std::vector<ExpressionUse> expressions_of(Object& object) {
  std::vector<ExpressionUse> uses;
  std::visit([&](auto& each) { each.expressions([&](const ExpressionUse& use) { uses.push_back(use); }); }, object);
  return uses;
}

// What the expression's value becomes, where that is known. A default is parsed against its column.
std::optional<Type> type_of_value(const ExpressionUse& use, const Schema& desired) {
  if (use.shape == ExpressionUse::Shape::bounds) {
    // Not a type, but what they are read against: the key of the whole.
    const auto* whole = desired.get<Table>({Table::kind_name, use.table.schema, "", use.table.name, ""});
    if (whole == nullptr || !whole->partition_key) return std::nullopt;
    return Type{whole->partition_key->definition({}), {}};
  }
  if (use.shape != ExpressionUse::Shape::default_value) {
    return use.type.empty() ? std::nullopt : std::optional<Type>({use.type, {}});
  }
  if (const auto* view = desired.get<View>({View::kind_name, use.table.schema, "", use.table.name, ""})) {
    for (const auto& [name, type] : view->result.columns) {
      if (name == use.type) return Type{type, {}};
    }
    return std::nullopt;  // nobody has printed the view
  }
  const std::vector<ObjectId> columns = desired.resolve(column_slot(use.table, use.type));
  const auto* column = columns.empty() ? nullptr : desired.get<Column>(columns.front());
  return column == nullptr ? std::nullopt : std::optional<Type>(column->type);
}

// What is not the same as the live text. What the grammar proves equal takes the live text.
std::vector<Use> open_uses(Schema& desired, const Schema& live) {
  std::vector<Use> uses;
  for (const auto& [id, unchanging] : desired.objects()) {
    const Entry* existing = live.find(id);
    if (existing != nullptr && existing->object == unchanging.object) continue;
    Entry& entry = *desired.find(id);
    std::vector<ExpressionUse> before;
    Object copy = existing != nullptr ? existing->object : entry.object;
    if (existing != nullptr) before = expressions_of(copy);
    const std::vector<ExpressionUse> after = expressions_of(entry.object);
    const bool paired = before.size() == after.size();
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (paired && grammar::same_tokens(*before[i].text, *after[i].text)) *after[i].text = *before[i].text;
      if (paired && *before[i].text == *after[i].text) continue;
      if (after[i].shape == ExpressionUse::Shape::query || after[i].text->empty()) continue;  // whole.hpp, or nothing
      Use use{id, entry.where, after[i].text, std::nullopt, {}, type_of_value(after[i], desired)};
      const bool needs_type =
          after[i].shape == ExpressionUse::Shape::default_value || after[i].shape == ExpressionUse::Shape::bounds;
      if (needs_type && !use.type) continue;
      if (paired && !before[i].text->empty()) use.live = *before[i].text;
      use.place = {after[i].shape, after[i].table, use.type ? use.type->text : "", *after[i].text};
      uses.push_back(std::move(use));
    }
  }
  return uses;
}

// The names of functions that only pg_catalog has: no search_path can find others. A read, no more.
std::set<std::string> only_in_catalog(const std::set<std::string>& names, pg::Connection* connection) {
  std::set<std::string> found;
  if (names.empty() || connection == nullptr) return found;
  std::string list;
  for (const std::string& name : names) {
    list += list.empty() ? "{" : ",";
    list += '"';
    for (const char c : name) {
      if (c == '"' || c == '\\') list += '\\';
      list += c;
    }
    list += '"';
  }
  const pg::Result rows = connection->query(
      "SELECT proname FROM pg_catalog.pg_proc WHERE proname = ANY ($1::name[]) GROUP BY proname "
      "HAVING pg_catalog.bool_and(pronamespace = 'pg_catalog'::pg_catalog.regnamespace)",
      {list + "}"});
  for (std::size_t i = 0; i < rows.rows(); ++i) found.emplace(rows.text(i, 0));
  return found;
}

void find_plain(std::vector<Use>& uses, const Schema& desired, pg::Connection* connection) {
  std::set<std::string> names;
  for (const Use& use : uses) append_bare_functions(use.place.text, names);
  const std::set<std::string> functions = only_in_catalog(names, connection);
  for (Use& use : uses) {
    use.plain = is_plain(use.place.text, use.place.table, use.type ? &*use.type : nullptr, desired, functions);
  }
}

// Whether a server with the live schema may lack what an object's texts name, because the models add or change it: a
// type, a function, a relation. The columns of the object's own table are there whenever their types are.
class Novelty {
 public:
  Novelty(const Schema& desired, const Schema& live) : desired_(desired), live_(live) {
    for (const auto& [id, entry] : desired.objects()) {
      const Entry* before = is_used_unnamed(entry.object) ? live.find(id) : nullptr;
      unnamed_ = unnamed_ || (is_used_unnamed(entry.object) && (before == nullptr || before->object != entry.object));
    }
  }

  [[nodiscard]] bool is_named_by(const ObjectId& id) const {
    std::set<ObjectId> seen{id};
    return unnamed_ || is_named_by(desired_.find(id)->object, seen);
  }
  // The same of the columns that bounds are read against.
  [[nodiscard]] bool is_in(const QName& table) const {
    const std::vector<ObjectId> within = desired_.dependents({Table::kind_name, table.schema, "", table.name, ""});
    return std::any_of(within.begin(), within.end(),
                       [&](const ObjectId& id) { return id.kind == Column::kind_name && is_named_by(id); });
  }

 private:
  [[nodiscard]] bool is_named_by(const Object& object, std::set<ObjectId>& seen) const {
    const auto container = std::visit([](const auto& each) { return each.container(); }, object);
    for (const Slot& slot : references_of(object)) {
      for (const ObjectId& id : desired_.resolve(slot)) {
        const bool is_column = slot.space == space::column;
        if (!seen.insert(id).second) continue;
        const Object& now = desired_.find(id)->object;
        if (id == container && !is_column) {
          // VALUE is of the type that its domain is over.
          if (std::holds_alternative<Domain>(now) && is_named_by(now, seen)) return true;
          continue;
        }
        const Entry* before = live_.find(id);
        if (!is_column && (before == nullptr || before->object != now)) return true;
        if (is_named_by(now, seen)) return true;
      }
    }
    return false;
  }

  const Schema& desired_;
  const Schema& live_;
  bool unnamed_ = false;  // an extension is added or moved, an operator is made: anybody may use them
};

// "A name does not exist": column, type or collation, function or operator, relation, enum label, schema.
bool is_missing_name(const std::string& sqlstate) {
  static constexpr std::array<std::string_view, 7> states{"42703", "42704", "42883", "42P01",
                                                          "22P02", "55P04", "3F000"};
  return std::find(states.begin(), states.end(), sqlstate) != states.end();
}

// The text is wrong, rather than the moment or the role: syntax, types, values, what PostgreSQL does not support.
bool is_about_the_text(const std::string& sqlstate) {
  if (is_missing_name(sqlstate)) return true;
  return (sqlstate.starts_with("42") && sqlstate != "42501") || sqlstate.starts_with("22") || sqlstate == "0A000";
}

// What a refused text means. `may_lack`: whether the server need not have all that the models name.
Verdict verdict_of_refused(const Printing& desired, bool may_lack) {
  // What goes by the name may be of another type by then (42804), or have other attributes (42846).
  if (may_lack && (is_missing_name(desired.sqlstate) || desired.sqlstate == "42804" || desired.sqlstate == "42846")) {
    return Verdict::different;
  }
  return is_about_the_text(desired.sqlstate) ? Verdict::mistake : Verdict::cannot_tell;
}

// Has both texts of each use printed in the same place, twice where once does not do.
void ask(Judge& judge, const Uses& uses, const std::function<Verdict(const Use&, const Printing&)>& refused) {
  struct Asked {
    Use* use;
    std::size_t desired;  // places among the texts
    std::optional<std::size_t> live;
    std::optional<std::size_t> bare;
  };
  std::vector<Printing> texts;
  const auto add = [&](Printing text) {
    texts.push_back(std::move(text));
    return texts.size() - 1;
  };
  std::vector<Asked> asked;
  for (Use* use : uses) {
    Asked each{use, add(use->place), {}, {}};
    if (use->live) {
      Printing live = use->place;
      live.text = *use->live;
      each.live = add(std::move(live));
    }
    if (use->place.shape == ExpressionUse::Shape::condition && !use->place.type.empty()) {
      Printing bare = use->place;  // the cast is not part of the text
      bare.type.clear();
      each.bare = add(std::move(bare));
    }
    asked.push_back(each);
  }
  judge.print(texts);

  // Text reaches its fixed point at the second printing, not the first.
  std::vector<Printing> again;
  std::vector<const Asked*> doubtful;
  for (const Asked& each : asked) {
    Use& use = *each.use;
    const Printing& desired = texts[each.desired];
    use.printed = texts[each.bare.value_or(each.desired)].printed;
    if (desired.printed.empty()) {
      use.verdict = refused(use, desired);
      use.reason = desired.message;
      continue;
    }
    use.verdict = Verdict::different;
    if (!each.live) continue;
    const Printing& live = texts[*each.live];
    if (live.printed == desired.printed) {
      use.verdict = Verdict::equal;
    } else if (live.printed.empty()) {
      // What it names goes away, and the desired text does without.
      if (!is_about_the_text(live.sqlstate)) use.verdict = Verdict::cannot_tell;
      use.reason = live.message;
    } else {
      for (const Printing* first : {&live, &desired}) {
        again.push_back(use.place);
        again.back().text = first->printed;
      }
      doubtful.push_back(&each);
    }
  }
  if (again.empty()) return;
  judge.print(again);
  for (std::size_t i = 0; i < doubtful.size(); ++i) {
    const std::string& live = again[2 * i].printed;
    const std::string& desired = again[2 * i + 1].printed;
    const bool match = (!live.empty() && (live == desired || live == texts[doubtful[i]->desired].printed)) ||
                       (!desired.empty() && desired == texts[*doubtful[i]->live].printed);
    if (match) doubtful[i]->use->verdict = Verdict::equal;
  }
}

Uses open_of(std::vector<Use>& uses) {
  Uses open;
  for (Use& use : uses) {
    if (use.is_open()) open.push_back(&use);
  }
  return open;
}

// The columns that tables have from their bases.
void append_base_shapes(const Schema& desired, TableShapes& shapes) {
  TableShapes inherited;
  for (const auto& [id, entry] : of_kind(desired.objects(), Table::kind_name)) {
    std::vector<QName> all = bases_of(entry.object);
    if (all.empty()) continue;
    const QName table{id.schema, id.name};
    std::set<std::string> seen;
    for (const ColumnShape& own : shapes[table]) seen.insert(own.name);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const ColumnShape& each : shapes[all[i]]) {
        if (seen.insert(each.name).second) inherited[table].push_back(each);
      }
      const Entry* base = desired.find({Table::kind_name, all[i].schema, "", all[i].name, ""});
      if (base == nullptr) continue;
      for (const QName& above : bases_of(base->object)) {
        if (std::find(all.begin(), all.end(), above) == all.end()) all.push_back(above);
      }
    }
  }
  for (auto& [table, columns] : inherited) shapes[table].insert(shapes[table].end(), columns.begin(), columns.end());
}

// The tables, domains and views that the texts stand in, and their bases.
std::set<QName> places_of(const Uses& uses, const Schema& schema) {
  std::set<QName> places;
  std::vector<QName> open;
  for (const Use* use : uses) open.push_back(use->place.table);
  while (!open.empty()) {
    const QName place = std::move(open.back());
    open.pop_back();
    if (!places.insert(place).second) continue;
    const Entry* table = schema.find({Table::kind_name, place.schema, "", place.name, ""});
    if (table == nullptr) continue;
    for (QName& base : bases_of(table->object)) open.push_back(std::move(base));
  }
  return places;
}

// What the texts are parsed against: the columns of tables, and VALUE in the checks of a domain, as a column of that
// name. `knows` says whether the server has the type.
TableShapes shapes_of(const Schema& schema, const Uses& uses, const std::function<bool(const Type&)>& knows) {
  TableShapes shapes;
  const std::set<QName> places = places_of(uses, schema);
  for (const QName& place : places) {
    for (const auto& [id, entry] : members_of(schema.objects(), Column::kind_name, place)) {
      const auto& column = std::get<Column>(entry.object);
      if (knows(column.type)) shapes[place].push_back({column.name, column.type.text});
    }
    if (const auto* domain = schema.get<Domain>({Domain::kind_name, place.schema, "", place.name, ""});
        domain != nullptr && knows(domain->type)) {
      shapes[place].push_back({"value", domain->type.text});
    }
    if (const auto* view =
            schema.get<MaterializedView>({MaterializedView::kind_name, place.schema, "", place.name, ""})) {
      for (const auto& [name, type] : view->result.columns) shapes[place].push_back({name, type});
    }
  }
  return shapes;
}

void ask_live(const Uses& uses, const Schema& desired, const Schema& live, const Oracle& oracle) {
  // What stands on a column of a type that is new is about new names itself.
  TableShapes shapes = shapes_of(desired, uses, [&](const Type& type) {
    const auto own = type.reference();
    return !own || !live.resolve(*own).empty() || desired.resolve(*own).empty();
  });
  append_base_shapes(desired, shapes);
  Judge judge(*oracle.live, std::move(shapes), oracle.search_path);
  if (judge.refusal()) {
    for (Use* use : uses) use->reason = *judge.refusal();
    return;
  }
  const Novelty novelty(desired, live);
  ask(judge, uses, [&](const Use& use, const Printing& text) {
    const bool bounds = use.place.shape == ExpressionUse::Shape::bounds;
    return verdict_of_refused(text, novelty.is_named_by(use.id) || (bounds && novelty.is_in(use.place.table)));
  });
}

// On a server where all that the texts need has been built.
void ask_scratch(const Uses& uses, const Schema& desired, const Schema& live, const Oracle& oracle) {
  std::vector<ObjectId> needed;
  for (const Use* use : uses) {
    for (const ObjectId& id : desired.references(use->id)) needed.push_back(id);
    const Entry* existing = live.find(use->id);
    if (existing == nullptr) continue;
    for (const Slot& slot : references_of(existing->object)) {
      for (const ObjectId& id : desired.resolve(slot)) needed.push_back(id);
    }
  }
  TableShapes shapes = shapes_of(desired, uses, [](const Type&) { return true; });
  append_base_shapes(desired, shapes);
  try {
    const Built built = oracle.scratch->build(closure(desired, needed));
    Judge judge(*built.connection, std::move(shapes), oracle.search_path);
    ask(judge, uses, [&](const Use& use, const Printing& text) {
      if (is_missing_name(text.sqlstate)) {
        if (use.verdict == Verdict::different) return Verdict::different;  // the live server knows that much
        return Verdict::cannot_tell;  // the database may have it, in what limbeck does not model
      }
      return verdict_of_refused(text, false);
    });
  } catch (const Error& error) {
    for (Use* use : uses) {
      if (use->reason.empty()) use->reason = error.what();
    }
  }
}

// Without the parentheses around all of it.
std::string bare(const std::string& printed) {
  if (!printed.starts_with('(') || !printed.ends_with(')')) return printed;
  const auto inner = grammar::parse_expression(std::string_view(printed).substr(1, printed.size() - 2));
  return inner ? inner->text : printed;
}

}  // namespace

std::vector<Undecided> settle_expressions(Schema& desired, const Schema& live, const Oracle& oracle,
                                          Diagnostics& mistakes) {
  std::vector<Use> uses = open_uses(desired, live);
  find_plain(uses, desired, oracle.live);
  if (const Uses open = open_of(uses); !open.empty() && oracle.live != nullptr && oracle.may_write) {
    ask_live(open, desired, live, oracle);
  }
  if (const Uses open = open_of(uses); !open.empty() && oracle.scratch != nullptr) {
    ask_scratch(open, desired, live, oracle);
  }
  std::vector<Undecided> undecided;
  std::set<ObjectId> changed;
  const auto rewrite = [&](const Use& use, const std::string& text) {
    if (*use.text == text) return;
    *use.text = text;
    changed.insert(use.id);
  };
  for (Use& use : uses) {
    if (use.verdict == Verdict::mistake) {
      mistakes.push_back({Severity::error,
                          fmt::format("{} '{}': {}", use.id.kind, display_name(use.id), use.reason),
                          use.where,
                          {},
                          {}});
    } else if (use.live && use.verdict == Verdict::cannot_tell) {
      undecided.push_back(
          {use.id, *use.live, use.place.text, use.reason.empty() ? "no server may be asked" : use.reason});
    }
    if (use.live && (use.verdict == Verdict::equal || use.verdict == Verdict::cannot_tell)) {
      rewrite(use, *use.live);
    } else if (!use.plain && !use.printed.empty() && !is_portable(use.place.text, use.printed)) {
      const bool is_default =
          use.place.shape == ExpressionUse::Shape::default_value || use.place.shape == ExpressionUse::Shape::standalone;
      rewrite(use, is_default ? use.printed : bare(use.printed));
    }
  }
  desired.reindex(changed);
  return undecided;
}

}  // namespace limbeck::catalog
