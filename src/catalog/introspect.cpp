#include "catalog/introspect.hpp"

#include "catalog/inventory.hpp"
#include "kinds/attached_indexes.hpp"
#include "kinds/inherited_columns.hpp"
#include "kinds/scope.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace limbeck::catalog {
namespace {

class ResultRow : public Row {
 public:
  explicit ResultRow(const pg::Result& result) : result_(result) {}
  void move_to(std::size_t row) {
    row_ = row;
    column_ = 0;
  }
  [[nodiscard]] bool is_null() const override { return result_.is_null(row_, column_); }
  std::string_view text() override { return result_.text(row_, column_++); }

 private:
  const pg::Result& result_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
};

class Reader : public CatalogScope {
 public:
  Reader(Schema& schema, const std::vector<QName>& excluded, int server_version)
      : schema_(schema), excluded_(excluded.begin(), excluded.end()), version_(server_version) {}

  [[nodiscard]] const ObjectId* find(const Address& address) const override {
    const auto found = ids_.find(address);
    return found == ids_.end() ? nullptr : &found->second;
  }
  void add_address(const Address& address, const ObjectId& id) override { ids_.emplace(address, id); }
  [[nodiscard]] bool is_inherited(const Address& address) const override { return inherited_.contains(address); }
  [[nodiscard]] int server_version() const override { return version_; }
  [[nodiscard]] const std::set<Address>& left_out() const { return left_out_; }

 protected:
  void add_object(std::string_view kind, void* object, const Address& address, bool inherited) override {
    Kinds::for_each([&](auto* type) {
      using K = std::remove_pointer_t<decltype(type)>;
      if (K::kind_name != kind) return;
      Entry entry{std::move(*static_cast<K*>(object)), {}, {}, address.sub, false};
      ObjectId id = id_of(entry.object);
      if (id.parent.empty() && excluded_.contains({id.schema, id.name})) {
        left_out_.insert(address);
        return;
      }
      if (inherited) {
        schema_.inherited.try_emplace(id, std::move(entry));
        inherited_.insert(address);
      } else {
        schema_.add(std::move(entry));
      }
      ids_.emplace(address, std::move(id));
    });
  }
  void* get_object(std::string_view kind, const Address& address) override {
    const ObjectId* id = find(address);
    Entry* entry = id == nullptr ? nullptr : schema_.find(*id);
    if (const auto inherited =
            id == nullptr || entry != nullptr ? schema_.inherited.end() : schema_.inherited.find(*id);
        inherited != schema_.inherited.end()) {
      entry = &inherited->second;
    }
    void* found = nullptr;
    if (entry == nullptr) return found;
    std::visit(
        [&](auto& each) {
          if (std::decay_t<decltype(each)>::kind_name == kind) found = &each;
        },
        entry->object);
    return found;
  }

 private:
  Schema& schema_;
  std::set<QName> excluded_;
  int version_;
  std::map<Address, ObjectId> ids_;
  std::set<Address> left_out_;
  std::set<Address> inherited_;
};

// Objects that others drop while it works are found missing in two ways: their definition is NULL, or PostgreSQL fails.
// A view is printed under a lock on its tables that lasts as long as the transaction, so a deadlock is of a change,
// too.
bool is_of_change(const Error& error) {
  return error.sqlstate == "XX000" || error.sqlstate == "40P01" || error.sqlstate == "42P01" ||
         error.sqlstate == "42704" || error.sqlstate == "42883";
}

Schema read_once(pg::Connection& connection, const IntrospectOptions& options) {
  Schema schema;
  schema.server_version = connection.server_version();
  Reader reader(schema, options.excluded, schema.server_version);
  const pg::Parameters managed{managed_schemas(options.schemas)};

  // SET LOCAL, never startup options: a pooler may hand out another server next time. What is printed depends on these.
  std::vector<pg::Query> queries{{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}};
  for (const char* setting :
       {"search_path = ''", "TimeZone = 'UTC'", "DateStyle = 'ISO, MDY'", "IntervalStyle = 'postgres'",
        "extra_float_digits = 1", "standard_conforming_strings = on", "bytea_output = 'hex'",
        "quote_all_identifiers = off", "jit = off"}) {
    queries.push_back({std::string("SET LOCAL ") + setting});
  }
  const std::size_t first = queries.size();
  const int major = schema.server_version / 10000;
  std::vector<CatalogQuery> asked;
  Kinds::for_each([&](auto* type) {
    for (const CatalogQuery& query : std::remove_pointer_t<decltype(type)>::queries()) {
      const bool early = major < query.from_major;
      if (!early && (query.before_major == 0 || major < query.before_major)) asked.push_back(query);
    }
  });
  std::stable_partition(asked.begin(), asked.end(), [](const CatalogQuery& query) { return !query.late; });
  for (const CatalogQuery& query : asked) queries.push_back({std::string(query.sql), managed});
  queries.push_back({std::string(inventory_query()), managed});

  std::optional<pg::Result> inventory;
  try {
    connection.pipeline(queries, [&](std::size_t i, pg::Result result) {
      if (i < first) return;
      if (i == first + asked.size()) {
        inventory = std::move(result);
        return;
      }
      ResultRow row(result);
      for (std::size_t n = 0; n < result.rows(); ++n) {
        row.move_to(n);
        asked[i - first].read(row, reader);
      }
    });
    complete_heir_columns(schema);
    complete_attached_indexes(schema);
    static const ObjectId own_table{"table", "", "", "", ""};
    const auto find = [&](const Address& address) -> const ObjectId* {
      if (reader.left_out().contains(address)) return &own_table;
      const ObjectId* id = reader.find(address);
      if (id == nullptr || !reader.is_inherited(address)) return id;
      // Whoever depends on an inherited column is in the way of what is done to the base's.
      const std::vector<ObjectId> of_base = schema.resolve({id->kind, id->schema, id->parent, id->name});
      return of_base.empty() ? id : &schema.objects().find(of_base.front())->first;
    };
    schema.unmodelled = unmodelled_objects(inventory.value(), find, connection);
  } catch (...) {
    connection.try_execute("ROLLBACK");
    throw;
  }
  connection.execute("COMMIT");
  return schema;
}

}  // namespace

std::string managed_schemas(const std::vector<std::string>& globs) {
  std::string out = "^(?!pg_|information_schema$)(?:";
  for (const std::string& glob : globs) {
    if (&glob != &globs.front()) out += '|';
    for (const char c : glob) {
      if (c == '*') {
        out += ".*";
      } else if (c == '?') {
        out += '.';
      } else {
        if (std::string_view(".^$|()[]{}+\\").find(c) != std::string_view::npos) out += '\\';
        out += c;
      }
    }
  }
  return out + ")$";
}

// A snapshot holds rows still, but what pg_get_...() prints is of now (rule R61): what was dropped in between is never
// taken for missing, all is read again.
Schema introspect(pg::Connection& connection, const IntrospectOptions& options) {
  constexpr int tries = 5;
  std::string last;
  for (int i = 0; i < tries; ++i) {
    try {
      return read_once(connection, options);
    } catch (const ChangedMeanwhile&) {
      last = "a definition was gone before it was printed";
    } catch (const Error& error) {
      if (connection.is_broken() || !is_of_change(error)) throw;
      last = error.what();
    }
  }
  Error error(fmt::format("the schema changed under each of {} attempts to read it: {}", tries, last));
  throw std::move(error).with_hint("try again when nobody else changes it");
}

}  // namespace limbeck::catalog
