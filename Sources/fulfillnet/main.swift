print("fulfillnet")
