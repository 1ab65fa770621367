#pragma once
// Foreign data: wrappers and servers.

#include "grammar/definition.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace limbeck::grammar {

// `options (host 'h', "a b" 'c')`; names keep their case where they are quoted.
using ForeignOptions = std::map<std::string, std::string>;

// `handler h validator v options (...)`: what stands after the name in CREATE FOREIGN DATA WRAPPER.
struct WrapperDefinition {
  std::optional<QualifiedName> handler;
  std::optional<QualifiedName> validator;
  ForeignOptions options;
};

// `type 't' version 'v' foreign data wrapper w options (...)`: what stands after the name in CREATE SERVER.
struct ServerDefinition {
  std::string type;
  std::string version;
  std::string wrapper;
  ForeignOptions options;
};

[[nodiscard]] Parsed<WrapperDefinition> parse_wrapper(std::string_view text);
[[nodiscard]] Parsed<ServerDefinition> parse_server(std::string_view text);

}  // namespace limbeck::grammar
