-- SPDX-License-Identifier: Apache-2.0
-- Notes that a node is there, and publishes to it where the logs of its schools end.
-- KEYS: nodes, then head and log of each school. ARGV: run of the server, an epoch that never was,
-- channel of the node, the node, which servers it has, milliseconds for which a node is there after
-- a beat, and for which it is known, then the schools. Answers a node with other servers, if any.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[4] .. ' ' .. ARGV[5])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[7]))
local other = ''
local since = string.format('%.0f', now - ARGV[6])
for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], since, '+inf')) do
  if string.match(node, '%S+$') ~= ARGV[5] then
    other = node
  end
end
local text = {string.format('%.0f', now)}
for i = 8, #ARGV do
  local key = 2 * (i - 7)
  local head = redis.call('HMGET', KEYS[key], 'run', 'epoch', 'offset')
  local epoch, offset = head[2], head[3] or '0'
  if head[1] ~= ARGV[1] or not epoch then
    epoch, offset = ARGV[2], '0'
    redis.call('DEL', KEYS[key], KEYS[key + 1])
    redis.call('HSET', KEYS[key], 'run', ARGV[1], 'epoch', epoch)
  end
  text[#text + 1] = ARGV[i]
  text[#text + 1] = epoch
  text[#text + 1] = offset
end
redis.call('PUBLISH', ARGV[3], table.concat(text, ' '))
return {other}
