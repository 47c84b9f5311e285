// Options that several commands share.
#pragma once

#include "cli/commands/command.h"

namespace skep::cli {

inline constexpr Option json_option = {
    .names = "--json", .value = "", .meaning = "print JSON, one object a line, and nothing else"};
inline constexpr Option socket_option = {
    .names = "--socket",
    .value = "PATH",
    .meaning =
        "the daemon's socket; default: $SKEP_SOCKET, else /run/skep/control.sock, else "
        "$XDG_RUNTIME_DIR/skep/control.sock",
    .offers = Offers::files};
inline constexpr Option color_option = {
    .names = "--color",
    .value = "WHEN",
    .meaning = "auto (default: on a terminal, without NO_COLOR), always or never",
    .offers = Offers::choices,
    .choices = "auto always never"};
inline constexpr Option help_option = {.names = "-h,--help", .value = "", .meaning = "print this"};

// Of every command that asks the daemon.
inline constexpr Option daemon_options[] = {json_option, socket_option, color_option, help_option};
// Of those that print no table and no colour.
inline constexpr Option plain_daemon_options[] = {json_option, socket_option, help_option};
inline constexpr Option only_help[] = {help_option};

}  // namespace skep::cli
