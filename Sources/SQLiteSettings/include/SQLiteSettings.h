#ifndef SQLITE_SETTINGS_H
#define SQLITE_SETTINGS_H

/// Stops SQLite from counting its memory, for which all threads would wait for one lock.
///
/// It must be called before SQLite is used; later it does nothing. Swift cannot call
/// `sqlite3_config` itself, whose number of arguments varies.
void sqlite_settings_stop_counting_memory(void);

#endif
