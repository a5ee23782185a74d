#include "wire/commands/codes.h"

const struct command_code command_codes[] = {
    {220, "greeting"},
    {221, "goodbye"},
    {230, "logged in"},
    {250, "done; for a command that writes: it is durable"},
    {350, "send the text, end it with a line that is a single ."},
    {421, "the connection is closed by the daemon, and why"},
    {450, "not stored, nothing changed: try again"},
    {452, "too busy, nothing changed: try again"},
    {500, "the line itself cannot be read"},
    {501, "a word or field is missing, unknown or malformed"},
    {502, "no such command"},
    {503, "not possible in this state"},
    {505, "the key was used for another command"},
    {530, "log in first"},
    {535, "the login was refused"},
    {550, "your rank does not allow this"},
    {554, "no such incident, entry, person, post or code"},
};
const size_t command_codes_len = sizeof(command_codes) / sizeof(*command_codes);
