#include "cli/scratch.hpp"

#include "catalog/introspect.hpp"
#include "diff/step.hpp"
#include "history/naming.hpp"
#include "pg/lent_server.hpp"
#include "pg/server.hpp"
#include "sql/quote.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace limbeck::cli {
namespace {

// What makes a schema in an empty database, statement by statement.
sql::Script making(const Schema& part) {
  const Schema nothing;
  return diff::fold(diff::order(diff::expand(diff::diff(nothing, part), nothing, part), nothing, part));
}

std::string in_its_schema(const sql::Statement& statement, const std::vector<std::string>& search_path) {
  std::vector<std::string> schemas;
  if (!statement.object.schema.empty()) schemas.push_back(sql::name(statement.object.schema));
  for (const std::string& schema : search_path) schemas.push_back(sql::name(schema));
  if (schemas.empty()) schemas.emplace_back("''");
  return fmt::format("SET search_path = {};\n{}{}", sql::join(schemas), statement.text, statement.without_rows);
}

// What could not be made, and why.
std::map<ObjectId, Error> make(pg::Connection& connection, const sql::Script& script,
                               const std::vector<std::string>& search_path) {
  std::vector<const sql::Statement*> open;
  std::string all;
  for (const sql::Statement& statement : script.statements()) {
    open.push_back(&statement);
    all += in_its_schema(statement, search_path) + ";\n";
  }
  std::map<ObjectId, Error> failed;
  if (all.empty() || !connection.try_execute(all)) return failed;  // in one go, which leaves nothing where it fails
  for (bool progress = true; progress && !open.empty();) {
    progress = false;
    failed.clear();
    std::vector<const sql::Statement*> left;
    for (const sql::Statement* statement : open) {
      if (const auto error = connection.try_execute(in_its_schema(*statement, search_path))) {
        if (connection.is_broken()) throw Error(*error);
        failed.try_emplace(statement->object, *error);
        left.push_back(statement);
      } else {
        progress = true;
      }
    }
    open = std::move(left);
  }
  return failed;
}

}  // namespace

struct ScratchServer::Databases {
  Databases(const ScratchOptions& options, int at_least_major) {
    if (options.url.empty()) {
      own.emplace(pg::ServerOptions{.binaries = options.binaries, .at_least_major = at_least_major});
      return;
    }
    lent.emplace(options.url);
    if (const int major = lent->major_version(); major < at_least_major) {
      throw Error(fmt::format("the scratch server is of version {}, and the database of {}", major, at_least_major))
          .with_hint("name one that is not older in `url` under [scratch] in limbeck.toml");
    }
  }

  std::string create(const std::string& name) { return own ? own->create_database(name) : lent->create_database(name); }
  void drop(const std::string& name) { own ? own->drop_database(name) : lent->drop_database(name); }

  std::optional<pg::Server> own;
  std::optional<pg::LentServer> lent;
};

ScratchServer::ScratchServer(ScratchOptions options) : options_(std::move(options)) {}

ScratchServer::~ScratchServer() = default;

void ScratchServer::stand_in_for(int server_version) {
  at_least_major_ = server_version / 10000;
}

ScratchServer::Databases& ScratchServer::databases() {
  if (!databases_) databases_ = std::make_unique<Databases>(options_, at_least_major_);
  return *databases_;
}

std::string ScratchServer::create_database() {
  return databases().create("limbeck_" + history::new_revision_id());
}

catalog::Built ScratchServer::build(const Schema& part) {
  const sql::Script script = making(part);
  if (building_) {
    building_.reset();
    databases().drop(building_name_);
  }
  building_name_ = "limbeck_" + history::new_revision_id();
  building_ = std::make_unique<pg::Connection>(databases().create(building_name_));
  building_->execute("SET check_function_bodies = off; SET client_min_messages = error; SET TimeZone = 'UTC'");
  catalog::Built built;
  built.failed = make(*building_, script, options_.search_path);
  building_->execute("SET search_path = ''");
  built.schema = catalog::introspect(*building_);
  built.connection = building_.get();
  return built;
}

}  // namespace limbeck::cli
