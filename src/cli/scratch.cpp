#include "cli/scratch.hpp"

#include "catalog/introspect.hpp"
#include "diff/plan.hpp"
#include "history/naming.hpp"
#include "pg/lent_server.hpp"
#include "pg/server.hpp"
#include "proof/creation.hpp"
#include "sql/quote.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

namespace limbeck::cli {
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

// PostgreSQL's own words, which a private server has in English.
bool make_missing_role(pg::Connection& connection, const Error& error) {
  const std::string_view text = error.what();
  constexpr std::string_view begin = "role \"";
  constexpr std::string_view end = "\" does not exist";
  if (error.sqlstate != "42704" || !text.starts_with(begin) || !text.ends_with(end)) return false;
  const std::string_view role = text.substr(begin.size(), text.size() - begin.size() - end.size());
  return !connection.try_execute("CREATE ROLE " + sql::name(role));
}

catalog::Built ScratchServer::build(const Schema& part) {
  const sql::Script script = diff::creation_script(part);
  if (building_) {
    building_.reset();
    databases().drop(building_name_);
  }
  building_name_ = "limbeck_" + history::new_revision_id();
  building_ = std::make_unique<pg::Connection>(databases().create(building_name_));
  building_->execute("SET check_function_bodies = off; SET client_min_messages = error; SET TimeZone = 'UTC'");
  catalog::Built built;
  built.failed = proof::create_in(*building_, script, options_.search_path);
  building_->execute("SET search_path = ''");
  built.schema = catalog::introspect(*building_);
  built.connection = building_.get();
  return built;
}

}  // namespace limbeck::cli
