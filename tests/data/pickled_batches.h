#pragma once

namespace fixture {

struct PickledBatch {
    const char* name;
    const char* base64;
};

/// pickle.dumps(BATCH, protocol=N) of Python 3.11 with NumPy 1.26.4 and 2.4.6. BATCH has the labels 3 and 300 and
/// the bytes 0, 10, 13 and 39, 92, 255, which some protocols escape; rows differ in how it has them:
///   {"labels": [3, 300], "data": numpy.array([[0, 10, 13], [39, 92, 255]], numpy.uint8)}
/// Others have labels in a numpy.array, in numpy.int64 or in a tuple; keys of bytes; data through
/// numpy.asfortranarray, tobytes() or bytearray(); or a mean and a deviation beside.
inline constexpr PickledBatch kPickledBatches[] = {
    {"plain, numpy 1, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihscDIKSTMKYUkzMDAKYXNWZGF0YQpwMwpjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApw"
     "NAooY251bXB5Cm5kYXJyYXkKcDUKKEkwCnRwNgpjX2NvZGVjcwplbmNvZGUKcDcKKFZiCnA4ClZsYXRpbjEKcDkKdHAxMApScDExCnRw"
     "MTIKUnAxMwooSTEKKEkyCkkzCnRwMTQKY251bXB5CmR0eXBlCnAxNQooVnUxCnAxNgpJMDAKSTAxCnRwMTcKUnAxOAooSTMKVnwKcDE5"
     "Ck5OTkktMQpJLTEKSTAKdHAyMApiSTAwCmc3CihWXHUwMDAwXHUwMDBhXHUwMDBkJ1x1MDA1Y/8KcDIxCmc5CnRwMjIKUnAyMwp0cDI0"
     "CmJzLg=="},
    {"plain, numpy 1, protocol 1",
     "fXEAKFgGAAAAbGFiZWxzcQFdcQIoSwNNLAFlWAQAAABkYXRhcQNjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxBChj"
     "bnVtcHkKbmRhcnJheQpxBShLAHRxBmNfY29kZWNzCmVuY29kZQpxByhYAQAAAGJxCFgGAAAAbGF0aW4xcQl0cQpScQt0cQxScQ0oSwEo"
     "SwJLA3RxDmNudW1weQpkdHlwZQpxDyhYAgAAAHUxcRBJMDAKSTAxCnRxEVJxEihLA1gBAAAAfHETTk5OSv////9K/////0sAdHEUYkkw"
     "MApoByhYBwAAAAAKDSdcw79xFWgJdHEWUnEXdHEYYnUu"},
    {"plain, numpy 1, protocol 5",
     "gAWVmAAAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUjBJudW1weS5jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiW"
     "BgAAAAAAAAAACg0nXP+UjAVudW1weZSMBWR0eXBllJOUjAJ1MZSJiIeUUpQoSwOMAXyUTk5OSv////9K/////0sAdJRiSwJLA4aUjAFD"
     "lHSUUpR1Lg=="},
    {"labels of numpy, numpy 1, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAV1xAihjbnVtcHkuY29yZS5tdWx0aWFycmF5CnNjYWxhcgpxA2NudW1weQpkdHlwZQpxBFgCAAAAaThx"
     "BYmIh3EGUnEHKEsDWAEAAAA8cQhOTk5K/////0r/////SwB0cQliY19jb2RlY3MKZW5jb2RlCnEKWAgAAAADAAAAAAAAAHELWAYAAABs"
     "YXRpbjFxDIZxDVJxDoZxD1JxEGgDaAdoClgIAAAALAEAAAAAAABxEWgMhnESUnEThnEUUnEVZVgEAAAAZGF0YXEWY251bXB5LmNvcmUu"
     "bXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcRdjbnVtcHkKbmRhcnJheQpxGEsAhXEZaApYAQAAAGJxGmgMhnEbUnEch3EdUnEeKEsBSwJL"
     "A4ZxH2gEWAIAAAB1MXEgiYiHcSFScSIoSwNYAQAAAHxxI05OTkr/////Sv////9LAHRxJGKJaApYBwAAAAAKDSdcw79xJWgMhnEmUnEn"
     "dHEoYnUu"},
    {"plain, numpy 2, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihscDIKSTMKYUkzMDAKYXNWZGF0YQpwMwpjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QK"
     "cDQKKGNudW1weQpuZGFycmF5CnA1CihJMAp0cDYKY19jb2RlY3MKZW5jb2RlCnA3CihWYgpwOApWbGF0aW4xCnA5CnRwMTAKUnAxMQp0"
     "cDEyClJwMTMKKEkxCihJMgpJMwp0cDE0CmNudW1weQpkdHlwZQpwMTUKKFZ1MQpwMTYKSTAwCkkwMQp0cDE3ClJwMTgKKEkzClZ8CnAx"
     "OQpOTk5JLTEKSS0xCkkwCnRwMjAKYkkwMApnNwooVlx1MDAwMFx1MDAwYVx1MDAwZCdcdTAwNWP/CnAyMQpnOQp0cDIyClJwMjMKdHAy"
     "NApicy4="},
    {"plain, numpy 2, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAV1xAihLA00sAWVYBAAAAGRhdGFxA2NudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApx"
     "BGNudW1weQpuZGFycmF5CnEFSwCFcQZjX2NvZGVjcwplbmNvZGUKcQdYAQAAAGJxCFgGAAAAbGF0aW4xcQmGcQpScQuHcQxScQ0oSwFL"
     "AksDhnEOY251bXB5CmR0eXBlCnEPWAIAAAB1MXEQiYiHcRFScRIoSwNYAQAAAHxxE05OTkr/////Sv////9LAHRxFGKJaAdYBwAAAAAK"
     "DSdcw79xFWgJhnEWUnEXdHEYYnUu"},
    {"plain, numpy 2, protocol 3",
     "gAN9cQAoWAYAAABsYWJlbHNxAV1xAihLA00sAWVYBAAAAGRhdGFxA2NudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApx"
     "BGNudW1weQpuZGFycmF5CnEFSwCFcQZDAWJxB4dxCFJxCShLAUsCSwOGcQpjbnVtcHkKZHR5cGUKcQtYAgAAAHUxcQyJiIdxDVJxDihL"
     "A1gBAAAAfHEPTk5OSv////9K/////0sAdHEQYolDBgAKDSdc/3ERdHESYnUu"},
    {"plain, numpy 2, protocol 4",
     "gASVrgAAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUjBZudW1weS5fY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0"
     "lJOUjAVudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLAksDhpRoB4wFZHR5cGWUk5SMAnUxlImIh5RSlChLA4wBfJROTk5K"
     "/////0r/////SwB0lGKJQwYACg0nXP+UdJRidS4="},
    {"plain, numpy 2, protocol 5",
     "gAWVmQAAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUjBNudW1weS5fY29yZS5udW1lcmljlIwLX2Zyb21idWZmZXKUk5Qo"
     "lgYAAAAAAAAAAAoNJ1z/lIwFbnVtcHmUjAVkdHlwZZSTlIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYksCSwOGlIwB"
     "Q5R0lFKUdS4="},
    {"bytes as keys, numpy 2, protocol 0",
     "KGRwMApjX2NvZGVjcwplbmNvZGUKcDEKKFZsYWJlbHMKcDIKVmxhdGluMQpwMwp0cDQKUnA1CihscDYKSTMKYUkzMDAKYXNnMQooVmRh"
     "dGEKcDcKZzMKdHA4ClJwOQpjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcDEwCihjbnVtcHkKbmRhcnJheQpwMTEK"
     "KEkwCnRwMTIKZzEKKFZiCnAxMwpnMwp0cDE0ClJwMTUKdHAxNgpScDE3CihJMQooSTIKSTMKdHAxOApjbnVtcHkKZHR5cGUKcDE5CihW"
     "dTEKcDIwCkkwMApJMDEKdHAyMQpScDIyCihJMwpWfApwMjMKTk5OSS0xCkktMQpJMAp0cDI0CmJJMDAKZzEKKFZcdTAwMDBcdTAwMGFc"
     "dTAwMGQnXHUwMDVj/wpwMjUKZzMKdHAyNgpScDI3CnRwMjgKYnNnMQooVmJhdGNoX2xhYmVsCnAyOQpnMwp0cDMwClJwMzEKY19fYnVp"
     "bHRpbl9fCmJ5dGVzCnAzMgoodFJwMzMKc2cxCihWbWVhbgpwMzQKZzMKdHAzNQpScDM2CkYwLjUKcy4="},
    {"bytes as keys, numpy 2, protocol 2",
     "gAJ9cQAoY19jb2RlY3MKZW5jb2RlCnEBWAYAAABsYWJlbHNxAlgGAAAAbGF0aW4xcQOGcQRScQVdcQYoSwNNLAFlaAFYBAAAAGRhdGFx"
     "B2gDhnEIUnEJY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEKY251bXB5Cm5kYXJyYXkKcQtLAIVxDGgBWAEAAABi"
     "cQ1oA4ZxDlJxD4dxEFJxEShLAUsCSwOGcRJjbnVtcHkKZHR5cGUKcRNYAgAAAHUxcRSJiIdxFVJxFihLA1gBAAAAfHEXTk5OSv////9K"
     "/////0sAdHEYYoloAVgHAAAAAAoNJ1zDv3EZaAOGcRpScRt0cRxiaAFYCwAAAGJhdGNoX2xhYmVscR1oA4ZxHlJxH2NfX2J1aWx0aW5f"
     "XwpieXRlcwpxIClScSFoAVgEAAAAbWVhbnEiaAOGcSNScSRHP+AAAAAAAAB1Lg=="},
    {"bytes as keys, numpy 2, protocol 5",
     "gAWVugAAAAAAAAB9lChDBmxhYmVsc5RdlChLA00sAWVDBGRhdGGUjBNudW1weS5fY29yZS5udW1lcmljlIwLX2Zyb21idWZmZXKUk5Qo"
     "lgYAAAAAAAAAAAoNJ1z/lIwFbnVtcHmUjAVkdHlwZZSTlIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYksCSwOGlIwB"
     "Q5R0lFKUQwtiYXRjaF9sYWJlbJRDAJRDBG1lYW6URz/gAAAAAAAAdS4="},
    {"column by column, numpy 2, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihscDIKSTMKYUkzMDAKYXNWZGF0YQpwMwpjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QK"
     "cDQKKGNudW1weQpuZGFycmF5CnA1CihJMAp0cDYKY19jb2RlY3MKZW5jb2RlCnA3CihWYgpwOApWbGF0aW4xCnA5CnRwMTAKUnAxMQp0"
     "cDEyClJwMTMKKEkxCihJMgpJMwp0cDE0CmNudW1weQpkdHlwZQpwMTUKKFZ1MQpwMTYKSTAwCkkwMQp0cDE3ClJwMTgKKEkzClZ8CnAx"
     "OQpOTk5JLTEKSS0xCkkwCnRwMjAKYkkwMQpnNwooVlx1MDAwMCdcdTAwMGFcdTAwNWNcdTAwMGT/CnAyMQpnOQp0cDIyClJwMjMKdHAy"
     "NApicy4="},
    {"column by column, numpy 2, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAV1xAihLA00sAWVYBAAAAGRhdGFxA2NudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApx"
     "BGNudW1weQpuZGFycmF5CnEFSwCFcQZjX2NvZGVjcwplbmNvZGUKcQdYAQAAAGJxCFgGAAAAbGF0aW4xcQmGcQpScQuHcQxScQ0oSwFL"
     "AksDhnEOY251bXB5CmR0eXBlCnEPWAIAAAB1MXEQiYiHcRFScRIoSwNYAQAAAHxxE05OTkr/////Sv////9LAHRxFGKIaAdYBwAAAAAn"
     "ClwNw79xFWgJhnEWUnEXdHEYYnUu"},
    {"column by column, numpy 2, protocol 5",
     "gAWVmQAAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUjBNudW1weS5fY29yZS5udW1lcmljlIwLX2Zyb21idWZmZXKUk5Qo"
     "lgYAAAAAAAAAACcKXA3/lIwFbnVtcHmUjAVkdHlwZZSTlIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYksCSwOGlIwB"
     "RpR0lFKUdS4="},
    {"labels of int64, numpy 2, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCmNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApwMgooY251bXB5Cm5kYXJyYXkKcDMKKEkw"
     "CnRwNApjX2NvZGVjcwplbmNvZGUKcDUKKFZiCnA2ClZsYXRpbjEKcDcKdHA4ClJwOQp0cDEwClJwMTEKKEkxCihJMgp0cDEyCmNudW1w"
     "eQpkdHlwZQpwMTMKKFZpOApwMTQKSTAwCkkwMQp0cDE1ClJwMTYKKEkzClY8CnAxNwpOTk5JLTEKSS0xCkkwCnRwMTgKYkkwMApnNQoo"
     "VgNcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDBcdTAwMDAsAVx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1"
     "MDAwMApwMTkKZzcKdHAyMApScDIxCnRwMjIKYnNWZGF0YQpwMjMKZzIKKGczCihJMAp0cDI0Cmc5CnRwMjUKUnAyNgooSTEKKEkyCkkz"
     "CnRwMjcKZzEzCihWdTEKcDI4CkkwMApJMDEKdHAyOQpScDMwCihJMwpWfApwMzEKTk5OSS0xCkktMQpJMAp0cDMyCmJJMDAKZzUKKFZc"
     "dTAwMDBcdTAwMGFcdTAwMGQnXHUwMDVj/wpwMzMKZzcKdHAzNApScDM1CnRwMzYKYnMu"},
    {"labels of int64, numpy 2, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAWNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCF"
     "cQRjX2NvZGVjcwplbmNvZGUKcQVYAQAAAGJxBlgGAAAAbGF0aW4xcQeGcQhScQmHcQpScQsoSwFLAoVxDGNudW1weQpkdHlwZQpxDVgC"
     "AAAAaThxDomIh3EPUnEQKEsDWAEAAAA8cRFOTk5K/////0r/////SwB0cRJiiWgFWBAAAAADAAAAAAAAACwBAAAAAAAAcRNoB4ZxFFJx"
     "FXRxFmJYBAAAAGRhdGFxF2gCaANLAIVxGGgJh3EZUnEaKEsBSwJLA4ZxG2gNWAIAAAB1MXEciYiHcR1ScR4oSwNYAQAAAHxxH05OTkr/"
     "////Sv////9LAHRxIGKJaAVYBwAAAAAKDSdcw79xIWgHhnEiUnEjdHEkYnUu"},
    {"labels of int64, numpy 2, protocol 5",
     "gAWV3QAAAAAAAAB9lCiMBmxhYmVsc5SME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWEAAAAAAAAAADAAAAAAAA"
     "ACwBAAAAAAAAlIwFbnVtcHmUjAVkdHlwZZSTlIwCaTiUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYksChZSMAUOUdJRSlIwE"
     "ZGF0YZRoBCiWBgAAAAAAAAAACg0nXP+UaAiMAnUxlImIh5RSlChLA4wBfJROTk5K/////0r/////SwB0lGJLAksDhpRoD3SUUpR1Lg=="},
    {"labels of int16, big-endian, numpy 2, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAWNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCF"
     "cQRjX2NvZGVjcwplbmNvZGUKcQVYAQAAAGJxBlgGAAAAbGF0aW4xcQeGcQhScQmHcQpScQsoSwFLAoVxDGNudW1weQpkdHlwZQpxDVgC"
     "AAAAaTJxDomIh3EPUnEQKEsDWAEAAAA+cRFOTk5K/////0r/////SwB0cRJiiWgFWAQAAAAAAwEscRNoB4ZxFFJxFXRxFmJYBAAAAGRh"
     "dGFxF2gCaANLAIVxGGgJh3EZUnEaKEsBSwJLA4ZxG2gNWAIAAAB1MXEciYiHcR1ScR4oSwNYAQAAAHxxH05OTkr/////Sv////9LAHRx"
     "IGKJaAVYBwAAAAAKDSdcw79xIWgHhnEiUnEjdHEkYnUu"},
    {"labels of int16, big-endian, numpy 2, protocol 5",
     "gAWV0QAAAAAAAAB9lCiMBmxhYmVsc5SME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWBAAAAAAAAAAAAwEslIwF"
     "bnVtcHmUjAVkdHlwZZSTlIwCaTKUiYiHlFKUKEsDjAE+lE5OTkr/////Sv////9LAHSUYksChZSMAUOUdJRSlIwEZGF0YZRoBCiWBgAA"
     "AAAAAAAACg0nXP+UaAiMAnUxlImIh5RSlChLA4wBfJROTk5K/////0r/////SwB0lGJLAksDhpRoD3SUUpR1Lg=="},
    {"labels in a column, numpy 2, protocol 5",
     "gAWV0wAAAAAAAAB9lCiMBmxhYmVsc5SME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWBAAAAAAAAAADACwBlIwF"
     "bnVtcHmUjAVkdHlwZZSTlIwCdTKUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYksCSwGGlIwBQ5R0lFKUjARkYXRhlGgEKJYG"
     "AAAAAAAAAAAKDSdc/5RoCIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYksCSwOGlGgPdJRSlHUu"},
    {"labels of numpy, numpy 2, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihscDIKY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKc2NhbGFyCnAzCihjbnVtcHkKZHR5cGUKcDQKKFZpOApw"
     "NQpJMDAKSTAxCnRwNgpScDcKKEkzClY8CnA4Ck5OTkktMQpJLTEKSTAKdHA5CmJjX2NvZGVjcwplbmNvZGUKcDEwCihWA1x1MDAwMFx1"
     "MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMFx1MDAwMApwMTEKVmxhdGluMQpwMTIKdHAxMwpScDE0CnRwMTUKUnAxNgphZzMKKGc3"
     "CmcxMAooViwBXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwXHUwMDAwCnAxNwpnMTIKdHAxOApScDE5CnRwMjAKUnAyMQphc1Zk"
     "YXRhCnAyMgpjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcDIzCihjbnVtcHkKbmRhcnJheQpwMjQKKEkwCnRwMjUK"
     "ZzEwCihWYgpwMjYKZzEyCnRwMjcKUnAyOAp0cDI5ClJwMzAKKEkxCihJMgpJMwp0cDMxCmc0CihWdTEKcDMyCkkwMApJMDEKdHAzMwpS"
     "cDM0CihJMwpWfApwMzUKTk5OSS0xCkktMQpJMAp0cDM2CmJJMDAKZzEwCihWXHUwMDAwXHUwMDBhXHUwMDBkJ1x1MDA1Y/8KcDM3Cmcx"
     "Mgp0cDM4ClJwMzkKdHA0MApicy4="},
    {"labels of numpy, numpy 2, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAV1xAihjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpzY2FsYXIKcQNjbnVtcHkKZHR5cGUKcQRYAgAAAGk4"
     "cQWJiIdxBlJxByhLA1gBAAAAPHEITk5OSv////9K/////0sAdHEJYmNfY29kZWNzCmVuY29kZQpxClgIAAAAAwAAAAAAAABxC1gGAAAA"
     "bGF0aW4xcQyGcQ1ScQ6GcQ9ScRBoA2gHaApYCAAAACwBAAAAAAAAcRFoDIZxElJxE4ZxFFJxFWVYBAAAAGRhdGFxFmNudW1weS5fY29y"
     "ZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxF2NudW1weQpuZGFycmF5CnEYSwCFcRloClgBAAAAYnEaaAyGcRtScRyHcR1ScR4oSwFL"
     "AksDhnEfaARYAgAAAHUxcSCJiIdxIVJxIihLA1gBAAAAfHEjTk5OSv////9K/////0sAdHEkYoloClgHAAAAAAoNJ1zDv3ElaAyGcSZS"
     "cSd0cShidS4="},
    {"labels of numpy, numpy 2, protocol 4",
     "gASV/gAAAAAAAAB9lCiMBmxhYmVsc5RdlCiMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2FsYXKUk5SMBW51bXB5lIwFZHR5cGWU"
     "k5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJDCAMAAAAAAAAAlIaUUpRoBWgLQwgsAQAAAAAAAJSGlFKUZYwEZGF0"
     "YZRoA4wMX3JlY29uc3RydWN0lJOUaAaMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLAksDhpRoCIwCdTGUiYiHlFKUKEsDjAF8lE5O"
     "Tkr/////Sv////9LAHSUYolDBgAKDSdc/5R0lGJ1Lg=="},
    {"labels in a tuple, numpy 2, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihJMwpJMzAwCnRwMgpzVmRhdGEKcDMKY251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnA0"
     "CihjbnVtcHkKbmRhcnJheQpwNQooSTAKdHA2CmNfY29kZWNzCmVuY29kZQpwNwooVmIKcDgKVmxhdGluMQpwOQp0cDEwClJwMTEKdHAx"
     "MgpScDEzCihJMQooSTIKSTMKdHAxNApjbnVtcHkKZHR5cGUKcDE1CihWdTEKcDE2CkkwMApJMDEKdHAxNwpScDE4CihJMwpWfApwMTkK"
     "Tk5OSS0xCkktMQpJMAp0cDIwCmJJMDAKZzcKKFZcdTAwMDBcdTAwMGFcdTAwMGQnXHUwMDVj/wpwMjEKZzkKdHAyMgpScDIzCnRwMjQK"
     "YnMu"},
    {"labels in a tuple, numpy 2, protocol 4",
     "gASVrAAAAAAAAAB9lCiMBmxhYmVsc5RLA00sAYaUjARkYXRhlIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJST"
     "lIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwJLA4aUaAeMBWR0eXBllJOUjAJ1MZSJiIeUUpQoSwOMAXyUTk5OSv//"
     "//9K/////0sAdJRiiUMGAAoNJ1z/lHSUYnUu"},
    {"an array of floats beside, numpy 2, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAV1xAihLA00sAWVYBAAAAGRhdGFxA2NudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApx"
     "BGNudW1weQpuZGFycmF5CnEFSwCFcQZjX2NvZGVjcwplbmNvZGUKcQdYAQAAAGJxCFgGAAAAbGF0aW4xcQmGcQpScQuHcQxScQ0oSwFL"
     "AksDhnEOY251bXB5CmR0eXBlCnEPWAIAAAB1MXEQiYiHcRFScRIoSwNYAQAAAHxxE05OTkr/////Sv////9LAHRxFGKJaAdYBwAAAAAK"
     "DSdcw79xFWgJhnEWUnEXdHEYYlgEAAAAbWVhbnEZaARoBUsAhXEaaAuHcRtScRwoSwFLA4VxHWgPWAIAAABmOHEeiYiHcR9ScSAoSwNY"
     "AQAAADxxIU5OTkr/////Sv////9LAHRxImKJaAdYGwAAAAAAAAAAwoAzQAAAAAAAwoBJQAAAAAAAw4BgQHEjaAmGcSRScSV0cSZiWAMA"
     "AABzdGRxJ2NudW1weS5fY29yZS5tdWx0aWFycmF5CnNjYWxhcgpxKGggaAdYCQAAAAAAAAAAAMOgP3EpaAmGcSpScSuGcSxScS11Lg=="},
    {"an array of floats beside, numpy 2, protocol 5",
     "gAWVMAEAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUjBNudW1weS5fY29yZS5udW1lcmljlIwLX2Zyb21idWZmZXKUk5Qo"
     "lgYAAAAAAAAAAAoNJ1z/lIwFbnVtcHmUjAVkdHlwZZSTlIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYksCSwOGlIwB"
     "Q5R0lFKUjARtZWFulGgGKJYYAAAAAAAAAAAAAAAAgDNAAAAAAACASUAAAAAAAMBgQJRoCowCZjiUiYiHlFKUKEsDjAE8lE5OTkr/////"
     "Sv////9LAHSUYksDhZRoEXSUUpSMA3N0ZJSMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2FsYXKUk5RoGEMIAAAAAAAA4D+UhpRS"
     "lHUu"},
    {"data of bytes, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihscDIKSTMKYUkzMDAKYXNWZGF0YQpwMwpjX2NvZGVjcwplbmNvZGUKcDQKKFZcdTAwMDBcdTAwMGFcdTAw"
     "MGQnXHUwMDVj/wpwNQpWbGF0aW4xCnA2CnRwNwpScDgKcy4="},
    {"data of bytes, protocol 4", "gASVJwAAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUQwYACg0nXP+UdS4="},
    {"data of bytearray, protocol 0",
     "KGRwMApWbGFiZWxzCnAxCihscDIKSTMKYUkzMDAKYXNWZGF0YQpwMwpjX19idWlsdGluX18KYnl0ZWFycmF5CnA0CihjX2NvZGVjcwpl"
     "bmNvZGUKcDUKKFZcdTAwMDBcdTAwMGFcdTAwMGQnXHUwMDVj/wpwNgpWbGF0aW4xCnA3CnRwOApScDkKdHAxMApScDExCnMu"},
    {"data of bytearray, protocol 2",
     "gAJ9cQAoWAYAAABsYWJlbHNxAV1xAihLA00sAWVYBAAAAGRhdGFxA2NfX2J1aWx0aW5fXwpieXRlYXJyYXkKcQRjX2NvZGVjcwplbmNv"
     "ZGUKcQVYBwAAAAAKDSdcw79xBlgGAAAAbGF0aW4xcQeGcQhScQmFcQpScQt1Lg=="},
    {"data of bytearray, protocol 3",
     "gAN9cQAoWAYAAABsYWJlbHNxAV1xAihLA00sAWVYBAAAAGRhdGFxA2NidWlsdGlucwpieXRlYXJyYXkKcQRDBgAKDSdc/3EFhXEGUnEH"
     "dS4="},
    {"data of bytearray, protocol 5",
     "gAWVLgAAAAAAAAB9lCiMBmxhYmVsc5RdlChLA00sAWWMBGRhdGGUlgYAAAAAAAAAAAoNJ1z/lHUu"},
};

} // namespace fixture
