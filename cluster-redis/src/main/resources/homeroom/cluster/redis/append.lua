-- SPDX-License-Identifier: Apache-2.0
-- Appends an entry to the log of a school, and publishes it.
-- KEYS: head, log. ARGV: run of the server, an epoch that never was, channel, payload,
-- entries that are kept, milliseconds for which they are kept. Answers epoch and offset.
local head = redis.call('HMGET', KEYS[1], 'run', 'epoch', 'older', 'newer', 'marked')
local epoch, older, newer, marked = head[2], head[3], head[4], head[5]
if head[1] ~= ARGV[1] or not epoch then
  epoch, marked = ARGV[2], false
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'run', ARGV[1], 'epoch', epoch)
end
local offset = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'offset', 1))
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local millis = string.format('%.0f', now)
local text = offset .. ' ' .. epoch .. ' ' .. millis .. ' ' .. ARGV[4]
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], offset .. '-0', 'e', text)
-- Twice in the time for which entries are kept it is marked how far the log goes.
if not marked or now - marked >= ARGV[6] / 2 then
  if marked then
    redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f-0', older + 1))
  end
  redis.call('HSET', KEYS[1], 'older', marked and newer or 0, 'newer', offset, 'marked', millis)
  redis.call('PEXPIRE', KEYS[2], string.format('%.0f', ARGV[6] * 1.5))
end
redis.call('PUBLISH', ARGV[3], text)
return {epoch, offset}
